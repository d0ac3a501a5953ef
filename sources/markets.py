"""The markets a roundup names: what the database is seeded with, and the words that mean them. Pure.

A place that trade statistics count on its own has a row of its own; a row says nothing of its status.
Codes are ISO 3166-1 alpha-2; regions have none.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Market:
    """`also` are other names of the place; `hints` only point to it: its people, its great cities."""

    name: str
    slug: str
    code: str
    parent: str
    local_name: str
    also: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self.also + self.hints


# name | slug | code | parent | local name | also | hints; a parent stands above its children
TABLE = """
Asia | asia | | | 亚洲 | Asia-Pacific, Asia Pacific, APAC, 亚太 | Asian
Southeast Asia | southeast-asia | | asia | 东南亚 | South East Asia, South-East Asia, ASEAN, 东盟 | Southeast Asian
East Asia | east-asia | | asia | 东亚 | Northeast Asia | East Asian
South Asia | south-asia | | asia | 南亚 | Indian subcontinent | South Asian
Central Asia | central-asia | | asia | 中亚 | | Central Asian
Middle East | middle-east | | | 中东 | Mideast, MENA, GCC, Gulf states, Gulf countries, Gulf region, 海湾国家 | Middle Eastern
Europe | europe | | | 欧洲 | European Union, EU, E.U., 欧盟 | European, Europeans
Western Europe | western-europe | | europe | 西欧 | | Western European
Eastern Europe | eastern-europe | | europe | 东欧 | Central and Eastern Europe, CEE, 中东欧 | Eastern European
Northern Europe | northern-europe | | europe | 北欧 | Nordics, Nordic countries, Scandinavia | Nordic, Scandinavian
Southern Europe | southern-europe | | europe | 南欧 | | Southern European
Africa | africa | | | 非洲 | Sub-Saharan Africa | African
North Africa | north-africa | | africa | 北非 | Northern Africa, Maghreb | North African
West Africa | west-africa | | africa | 西非 | | West African
East Africa | east-africa | | africa | 东非 | | East African
Southern Africa | southern-africa | | africa | 南部非洲 | |
North America | north-america | | | 北美 | 北美洲 | North American
Latin America | latin-america | | | 拉丁美洲 | LatAm, South America, Central America, 拉美, 南美 | Latin American, South American
Caribbean | caribbean | | latin-america | 加勒比 | |
Oceania | oceania | | | 大洋洲 | Pacific Islands, South Pacific |

Brunei | brunei | BN | southeast-asia | 文莱 | Brunei Darussalam | Bruneian
Cambodia | cambodia | KH | southeast-asia | 柬埔寨 | | Cambodian, Phnom Penh
Indonesia | indonesia | ID | southeast-asia | 印度尼西亚 | 印尼 | Indonesian, Jakarta, 雅加达
Laos | laos | LA | southeast-asia | 老挝 | Lao PDR | Laotian, Vientiane
Malaysia | malaysia | MY | southeast-asia | 马来西亚 | | Malaysian, Kuala Lumpur, Penang, Johor, 吉隆坡
Myanmar | myanmar | MM | southeast-asia | 缅甸 | Burma | Burmese, Yangon
Philippines | philippines | PH | southeast-asia | 菲律宾 | | Philippine, Filipino, Manila, 马尼拉
Singapore | singapore | SG | southeast-asia | 新加坡 | | Singaporean, 狮城
Thailand | thailand | TH | southeast-asia | 泰国 | | Thai, Bangkok, Rayong, 曼谷
Timor-Leste | timor-leste | TL | southeast-asia | 东帝汶 | East Timor | Timorese
Vietnam | vietnam | VN | southeast-asia | 越南 | Viet Nam | Vietnamese, Hanoi, Ho Chi Minh City, Haiphong, 河内

China | china | CN | east-asia | 中国 | Chinese mainland, mainland China | Chinese
Hong Kong | hong-kong | HK | east-asia | 香港 | Hongkong | Hongkonger
Japan | japan | JP | east-asia | 日本 | | Japanese, Tokyo, Osaka, 东京
Macao | macao | MO | east-asia | 澳门 | Macau | Macanese
Mongolia | mongolia | MN | east-asia | 蒙古 | 蒙古国 | Mongolian, Ulaanbaatar
North Korea | north-korea | KP | east-asia | 朝鲜 | DPRK | North Korean
South Korea | south-korea | KR | east-asia | 韩国 | Korea, Republic of Korea, S. Korea | South Korean, Korean, Seoul, 首尔
Taiwan | taiwan | TW | east-asia | 台湾 | | Taiwanese, Taipei

Afghanistan | afghanistan | AF | south-asia | 阿富汗 | | Afghan, Kabul
Bangladesh | bangladesh | BD | south-asia | 孟加拉国 | 孟加拉 | Bangladeshi, Dhaka
Bhutan | bhutan | BT | south-asia | 不丹 | | Bhutanese
India | india | IN | south-asia | 印度 | | Indian, New Delhi, Mumbai, Bengaluru, 孟买
Maldives | maldives | MV | south-asia | 马尔代夫 | | Maldivian
Nepal | nepal | NP | south-asia | 尼泊尔 | | Nepali, Nepalese, Kathmandu
Pakistan | pakistan | PK | south-asia | 巴基斯坦 | | Pakistani, Karachi, Islamabad, Lahore
Sri Lanka | sri-lanka | LK | south-asia | 斯里兰卡 | | Sri Lankan, Colombo

Kazakhstan | kazakhstan | KZ | central-asia | 哈萨克斯坦 | | Kazakh, Kazakhstani, Almaty, Astana
Kyrgyzstan | kyrgyzstan | KG | central-asia | 吉尔吉斯斯坦 | Kyrgyz Republic | Kyrgyz, Bishkek
Tajikistan | tajikistan | TJ | central-asia | 塔吉克斯坦 | | Tajik, Dushanbe
Turkmenistan | turkmenistan | TM | central-asia | 土库曼斯坦 | | Turkmen, Ashgabat
Uzbekistan | uzbekistan | UZ | central-asia | 乌兹别克斯坦 | | Uzbek, Tashkent

Bahrain | bahrain | BH | middle-east | 巴林 | | Bahraini, Manama
Iran | iran | IR | middle-east | 伊朗 | | Iranian, Tehran
Iraq | iraq | IQ | middle-east | 伊拉克 | | Iraqi, Baghdad, Basra
Israel | israel | IL | middle-east | 以色列 | | Israeli, Tel Aviv
Jordan | jordan | JO | middle-east | 约旦 | Hashemite Kingdom | Jordanian, Amman
Kuwait | kuwait | KW | middle-east | 科威特 | | Kuwaiti
Lebanon | lebanon | LB | middle-east | 黎巴嫩 | | Lebanese, Beirut
Oman | oman | OM | middle-east | 阿曼 | | Omani, Muscat
Palestine | palestine | PS | middle-east | 巴勒斯坦 | State of Palestine | Palestinian
Qatar | qatar | QA | middle-east | 卡塔尔 | | Qatari, Doha
Saudi Arabia | saudi-arabia | SA | middle-east | 沙特阿拉伯 | 沙特 | Saudi, Saudis, Riyadh, Jeddah, 利雅得
Syria | syria | SY | middle-east | 叙利亚 | | Syrian, Damascus
Turkey | turkey | TR | middle-east | 土耳其 | Türkiye, Turkiye | Turkish, Istanbul, Ankara, 伊斯坦布尔
United Arab Emirates | united-arab-emirates | AE | middle-east | 阿联酋 | UAE, U.A.E. | Emirati, Dubai, Abu Dhabi, 迪拜
Yemen | yemen | YE | middle-east | 也门 | | Yemeni

Austria | austria | AT | western-europe | 奥地利 | | Austrian, Vienna
Belgium | belgium | BE | western-europe | 比利时 | | Belgian, Antwerp
France | france | FR | western-europe | 法国 | | French, Paris, 巴黎
Germany | germany | DE | western-europe | 德国 | | German, Berlin, Munich, Frankfurt, Düsseldorf, 柏林
Ireland | ireland | IE | western-europe | 爱尔兰 | Republic of Ireland | Irish, Dublin
Liechtenstein | liechtenstein | LI | western-europe | 列支敦士登 | |
Luxembourg | luxembourg | LU | western-europe | 卢森堡 | |
Monaco | monaco | MC | western-europe | 摩纳哥 | |
Netherlands | netherlands | NL | western-europe | 荷兰 | Holland | Dutch, Amsterdam, Rotterdam
Switzerland | switzerland | CH | western-europe | 瑞士 | | Swiss, Zurich, Geneva
United Kingdom | united-kingdom | GB | western-europe | 英国 | UK, U.K., Britain, Great Britain, England, Scotland, Wales, Northern Ireland | British, London, 伦敦

Denmark | denmark | DK | northern-europe | 丹麦 | | Danish, Copenhagen
Estonia | estonia | EE | northern-europe | 爱沙尼亚 | | Estonian, Tallinn
Finland | finland | FI | northern-europe | 芬兰 | | Finnish, Helsinki
Iceland | iceland | IS | northern-europe | 冰岛 | | Icelandic, Reykjavik
Latvia | latvia | LV | northern-europe | 拉脱维亚 | | Latvian, Riga
Lithuania | lithuania | LT | northern-europe | 立陶宛 | | Lithuanian, Vilnius
Norway | norway | NO | northern-europe | 挪威 | | Norwegian, Oslo
Sweden | sweden | SE | northern-europe | 瑞典 | | Swedish, Stockholm, Gothenburg

Albania | albania | AL | southern-europe | 阿尔巴尼亚 | | Albanian
Andorra | andorra | AD | southern-europe | 安道尔 | |
Bosnia and Herzegovina | bosnia-and-herzegovina | BA | southern-europe | 波斯尼亚和黑塞哥维那 | Bosnia, 波黑 | Bosnian, Sarajevo
Croatia | croatia | HR | southern-europe | 克罗地亚 | | Croatian, Zagreb
Cyprus | cyprus | CY | southern-europe | 塞浦路斯 | | Cypriot
Greece | greece | GR | southern-europe | 希腊 | | Greek, Athens, Piraeus
Italy | italy | IT | southern-europe | 意大利 | | Italian, Milan, Turin, 米兰
Malta | malta | MT | southern-europe | 马耳他 | | Maltese
Montenegro | montenegro | ME | southern-europe | 黑山 | | Montenegrin
North Macedonia | north-macedonia | MK | southern-europe | 北马其顿 | Macedonia | Macedonian
Portugal | portugal | PT | southern-europe | 葡萄牙 | | Portuguese, Lisbon
San Marino | san-marino | SM | southern-europe | 圣马力诺 | |
Serbia | serbia | RS | southern-europe | 塞尔维亚 | | Serbian, Belgrade
Slovenia | slovenia | SI | southern-europe | 斯洛文尼亚 | | Slovenian, Ljubljana
Spain | spain | ES | southern-europe | 西班牙 | | Spanish, Madrid, Barcelona, Zaragoza, 巴塞罗那
Vatican City | vatican-city | VA | southern-europe | 梵蒂冈 | Holy See |

Armenia | armenia | AM | eastern-europe | 亚美尼亚 | | Armenian, Yerevan
Azerbaijan | azerbaijan | AZ | eastern-europe | 阿塞拜疆 | | Azerbaijani, Baku
Belarus | belarus | BY | eastern-europe | 白俄罗斯 | | Belarusian, Minsk
Bulgaria | bulgaria | BG | eastern-europe | 保加利亚 | | Bulgarian
Czechia | czechia | CZ | eastern-europe | 捷克 | Czech Republic | Czech, Prague
Georgia | georgia | GE | eastern-europe | 格鲁吉亚 | | Georgian, Tbilisi
Hungary | hungary | HU | eastern-europe | 匈牙利 | | Hungarian, Budapest, Debrecen, Szeged, 布达佩斯
Moldova | moldova | MD | eastern-europe | 摩尔多瓦 | | Moldovan
Poland | poland | PL | eastern-europe | 波兰 | | Polish, Warsaw
Romania | romania | RO | eastern-europe | 罗马尼亚 | | Romanian, Bucharest
Russia | russia | RU | eastern-europe | 俄罗斯 | Russian Federation | Russian, Moscow, 莫斯科
Slovakia | slovakia | SK | eastern-europe | 斯洛伐克 | | Slovak, Bratislava
Ukraine | ukraine | UA | eastern-europe | 乌克兰 | | Ukrainian, Kyiv

Algeria | algeria | DZ | north-africa | 阿尔及利亚 | | Algerian, Algiers
Egypt | egypt | EG | north-africa | 埃及 | | Egyptian, Cairo, 开罗
Libya | libya | LY | north-africa | 利比亚 | | Libyan
Morocco | morocco | MA | north-africa | 摩洛哥 | | Moroccan, Casablanca, Tangier
Sudan | sudan | SD | north-africa | 苏丹 | | Sudanese
Tunisia | tunisia | TN | north-africa | 突尼斯 | | Tunisian

Benin | benin | BJ | west-africa | 贝宁 | | Beninese
Burkina Faso | burkina-faso | BF | west-africa | 布基纳法索 | | Burkinabe
Cabo Verde | cabo-verde | CV | west-africa | 佛得角 | Cape Verde | Cape Verdean
Côte d'Ivoire | cote-divoire | CI | west-africa | 科特迪瓦 | Cote d'Ivoire, Ivory Coast | Ivorian, Abidjan
Gambia | gambia | GM | west-africa | 冈比亚 | | Gambian
Ghana | ghana | GH | west-africa | 加纳 | | Ghanaian, Accra
Guinea | guinea | GN | west-africa | 几内亚 | | Guinean, Conakry, Simandou
Guinea-Bissau | guinea-bissau | GW | west-africa | 几内亚比绍 | Guinea Bissau |
Liberia | liberia | LR | west-africa | 利比里亚 | | Liberian
Mali | mali | ML | west-africa | 马里 | | Malian, Bamako
Mauritania | mauritania | MR | west-africa | 毛里塔尼亚 | | Mauritanian
Niger | niger | NE | west-africa | 尼日尔 | | Nigerien
Nigeria | nigeria | NG | west-africa | 尼日利亚 | | Nigerian, Lagos, Abuja, 拉各斯
Senegal | senegal | SN | west-africa | 塞内加尔 | | Senegalese, Dakar
Sierra Leone | sierra-leone | SL | west-africa | 塞拉利昂 | |
Togo | togo | TG | west-africa | 多哥 | | Togolese

Burundi | burundi | BI | east-africa | 布隆迪 | |
Comoros | comoros | KM | east-africa | 科摩罗 | |
Djibouti | djibouti | DJ | east-africa | 吉布提 | |
Eritrea | eritrea | ER | east-africa | 厄立特里亚 | | Eritrean
Ethiopia | ethiopia | ET | east-africa | 埃塞俄比亚 | | Ethiopian, Addis Ababa
Kenya | kenya | KE | east-africa | 肯尼亚 | | Kenyan, Nairobi, Mombasa, 内罗毕
Madagascar | madagascar | MG | east-africa | 马达加斯加 | | Malagasy
Malawi | malawi | MW | east-africa | 马拉维 | | Malawian
Mauritius | mauritius | MU | east-africa | 毛里求斯 | | Mauritian
Mozambique | mozambique | MZ | east-africa | 莫桑比克 | | Mozambican, Maputo
Rwanda | rwanda | RW | east-africa | 卢旺达 | | Rwandan, Kigali
Seychelles | seychelles | SC | east-africa | 塞舌尔 | |
Somalia | somalia | SO | east-africa | 索马里 | | Somali
South Sudan | south-sudan | SS | east-africa | 南苏丹 | | South Sudanese
Tanzania | tanzania | TZ | east-africa | 坦桑尼亚 | | Tanzanian, Dar es Salaam
Uganda | uganda | UG | east-africa | 乌干达 | | Ugandan, Kampala

Angola | angola | AO | southern-africa | 安哥拉 | | Angolan, Luanda
Botswana | botswana | BW | southern-africa | 博茨瓦纳 | | Gaborone
Eswatini | eswatini | SZ | southern-africa | 斯威士兰 | Swaziland |
Lesotho | lesotho | LS | southern-africa | 莱索托 | |
Namibia | namibia | NA | southern-africa | 纳米比亚 | | Namibian
South Africa | south-africa | ZA | southern-africa | 南非 | | South African, Johannesburg, Cape Town, 约翰内斯堡
Zambia | zambia | ZM | southern-africa | 赞比亚 | | Zambian, Lusaka
Zimbabwe | zimbabwe | ZW | southern-africa | 津巴布韦 | | Zimbabwean, Harare

Cameroon | cameroon | CM | africa | 喀麦隆 | | Cameroonian, Douala
Central African Republic | central-african-republic | CF | africa | 中非共和国 | |
Chad | chad | TD | africa | 乍得 | | Chadian
Congo | congo | CG | africa | 刚果共和国 | Republic of the Congo, Congo-Brazzaville, 刚果（布） | Brazzaville
Democratic Republic of the Congo | dr-congo | CD | africa | 刚果民主共和国 | DR Congo, DRC, Congo-Kinshasa, Democratic Republic of Congo, 刚果（金） | Congolese, Kinshasa
Equatorial Guinea | equatorial-guinea | GQ | africa | 赤道几内亚 | |
Gabon | gabon | GA | africa | 加蓬 | | Gabonese, Libreville
São Tomé and Príncipe | sao-tome-and-principe | ST | africa | 圣多美和普林西比 | Sao Tome and Principe, São Tomé |

Canada | canada | CA | north-america | 加拿大 | | Canadian, Toronto, Vancouver, Montreal
United States | united-states | US | north-america | 美国 | US, U.S., USA, U.S.A., America, United States of America | American, Americans, New York, California, Texas, Michigan, Los Angeles, San Francisco, Silicon Valley, Seattle, Miami, 纽约, 洛杉矶, 旧金山, 硅谷

Argentina | argentina | AR | latin-america | 阿根廷 | | Argentine, Argentinian, Buenos Aires
Belize | belize | BZ | latin-america | 伯利兹 | | Belizean
Bolivia | bolivia | BO | latin-america | 玻利维亚 | | Bolivian
Brazil | brazil | BR | latin-america | 巴西 | | Brazilian, São Paulo, Sao Paulo, Rio de Janeiro, Bahia, 圣保罗
Chile | chile | CL | latin-america | 智利 | | Chilean
Colombia | colombia | CO | latin-america | 哥伦比亚 | | Colombian, Bogotá, Bogota
Costa Rica | costa-rica | CR | latin-america | 哥斯达黎加 | | Costa Rican
Ecuador | ecuador | EC | latin-america | 厄瓜多尔 | | Ecuadorian, Quito
El Salvador | el-salvador | SV | latin-america | 萨尔瓦多 | | Salvadoran
Guatemala | guatemala | GT | latin-america | 危地马拉 | | Guatemalan
Guyana | guyana | GY | latin-america | 圭亚那 | | Guyanese
Honduras | honduras | HN | latin-america | 洪都拉斯 | | Honduran
Mexico | mexico | MX | latin-america | 墨西哥 | | Mexican, Mexico City, Monterrey, 墨西哥城
Nicaragua | nicaragua | NI | latin-america | 尼加拉瓜 | | Nicaraguan
Panama | panama | PA | latin-america | 巴拿马 | | Panamanian
Paraguay | paraguay | PY | latin-america | 巴拉圭 | | Paraguayan
Peru | peru | PE | latin-america | 秘鲁 | | Peruvian, Lima, Chancay, 利马
Suriname | suriname | SR | latin-america | 苏里南 | | Surinamese
Uruguay | uruguay | UY | latin-america | 乌拉圭 | | Uruguayan, Montevideo
Venezuela | venezuela | VE | latin-america | 委内瑞拉 | | Venezuelan, Caracas

Antigua and Barbuda | antigua-and-barbuda | AG | caribbean | 安提瓜和巴布达 | Antigua |
Bahamas | bahamas | BS | caribbean | 巴哈马 | | Bahamian
Barbados | barbados | BB | caribbean | 巴巴多斯 | | Barbadian
Cuba | cuba | CU | caribbean | 古巴 | | Cuban, Havana
Dominica | dominica | DM | caribbean | 多米尼克 | |
Dominican Republic | dominican-republic | DO | caribbean | 多米尼加 | 多米尼加共和国 | Santo Domingo
Grenada | grenada | GD | caribbean | 格林纳达 | | Grenadian
Haiti | haiti | HT | caribbean | 海地 | | Haitian
Jamaica | jamaica | JM | caribbean | 牙买加 | | Jamaican
Saint Kitts and Nevis | saint-kitts-and-nevis | KN | caribbean | 圣基茨和尼维斯 | St. Kitts and Nevis, St Kitts |
Saint Lucia | saint-lucia | LC | caribbean | 圣卢西亚 | St. Lucia, St Lucia |
Saint Vincent and the Grenadines | saint-vincent | VC | caribbean | 圣文森特和格林纳丁斯 | St. Vincent, St Vincent |
Trinidad and Tobago | trinidad-and-tobago | TT | caribbean | 特立尼达和多巴哥 | Trinidad | Trinidadian

Australia | australia | AU | oceania | 澳大利亚 | 澳洲 | Australian, Sydney, Melbourne, 悉尼
Fiji | fiji | FJ | oceania | 斐济 | | Fijian
Kiribati | kiribati | KI | oceania | 基里巴斯 | |
Marshall Islands | marshall-islands | MH | oceania | 马绍尔群岛 | |
Micronesia | micronesia | FM | oceania | 密克罗尼西亚 | | Micronesian
Nauru | nauru | NR | oceania | 瑙鲁 | |
New Zealand | new-zealand | NZ | oceania | 新西兰 | | New Zealander, Auckland
Palau | palau | PW | oceania | 帕劳 | |
Papua New Guinea | papua-new-guinea | PG | oceania | 巴布亚新几内亚 | | Port Moresby
Samoa | samoa | WS | oceania | 萨摩亚 | | Samoan
Solomon Islands | solomon-islands | SB | oceania | 所罗门群岛 | |
Tonga | tonga | TO | oceania | 汤加 | | Tongan
Tuvalu | tuvalu | TV | oceania | 图瓦卢 | |
Vanuatu | vanuatu | VU | oceania | 瓦努阿图 | |
"""  # noqa: E501


def _read(row: str) -> Market:
    name, slug, code, parent, local_name, also, hints = (cell.strip() for cell in row.split("|"))
    return Market(name, slug, code, parent, local_name, _words(also), _words(hints))


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


MARKETS = tuple(_read(row) for row in TABLE.splitlines() if row)
