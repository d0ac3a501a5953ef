"""The capitalised words, and the Chinese ones, that name no company. Pure."""

from sources.markets import MARKETS

# also first words of sentences and of Title Case Headings
WORDS = """
    a about above according across after again against all almost along already also although amid among
    an and another any are around as asked at away back based because been before behind being below best
    better between beyond big both bought but buy by can cheap clean co cost could current daily deep
    demand despite did do domestic down due during each early electric emerging end even every exclusive
    export exports fast few final first five following for foreign former founded founder four from full
    fund funding further future generative give global good green growing growth half has have he heavy
    her here high higher his home how however huge i if in industry innovation inside instead
    international into investment investors is it its january just large largest last late later leading
    led less like local low lower made mainland major make makes making many market may meanwhile mobile
    more most much national net new news next night nine no nor not nothing now of off official old on
    once one only onto open opens or other others our out over overseas own pay people per plan plans
    please power premium price prices private public quarter rapid rare real recent renewable report
    reports retail rise rising rival round sale sales same second seeking sell sells series seven several
    shares she should since six small smart so social solar some sources south state still such supply
    tech technology ten than that the their then there these they third this those though three through
    thus to today together tomorrow too top total toward trade traditional two under union until up
    upstream us using venture very via was we week weekly well were what when where whether which while
    who why will wind with within without would year yesterday yet you young your zero army bank battery
    board brand brands business buyer buyers cabinet capital car carmaker cars cash centre chain chief
    chip chipmaker city coal company competition congress consumer court customer customers data deal
    delivery designer developer drugmaker economy energy engineer exporter factory farmer firm food gas
    gold government group health hospital importer insurer kingdom labour lawmaker lender maker mayor
    minister ministry officials oil operator opposition output owner parliament passenger patient pension
    phone plant police policy president producer production profit regulator retailer rider road robot
    school senate shareholder shipping spokesman staff startup steel store student supplier tax team
    tourism tourist tram truck unemployment user vehicle water worker working advisory interest consulting
    special economic free central eastern western northern southern royal federal united democratic
    republic world regional industrial long-term artificial intelligence digital internet online cloud
    software hardware logistics automotive auto pharmaceutical medical biotech semiconductor electronics
    robotics aerospace chemical mining entertainment gaming express holdings motors motor information
    development actor analyst architect artist author billionaire boss entrepreneur executive fans singer
    actress rapper
"""
# parts of a name that is an institution's, a place's, a show's or a prize's
PARTS_OF_INSTITUTIONS = """
    academy administration agency airport alliance army association authority award awards bay belt bourse
    bridge bureau canal chamber championship church club coast college commission committee conference
    congress convention council county court cup customs day department district embassy exchange expo
    fair federation festival forum foundation gulf highway hospital index initiative institute island
    islands lake law league ministry mountain museum nasdaq nyse office olympics organisation organization
    park parliament party peninsula plan port prize province railway river road school sea show society
    square stadium street strait summit supreme times treaty tribune university valley village week zone
"""
RANKS = """
    academic admiral ambassador ceo cfo chair chairman chairperson chairwoman chief coo co-founder cto
    director doctor dr engineer executive general governor head judge king lady lord mayor minister miss
    mr mrs ms officer premier president prime prince professor queen secretary senator senior sir vice
"""
DAYS = """
    january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday spring
    summer autumn winter christmas easter ramadan q1 q2 q3 q4 h1 h2
"""
CITIES = """
    anhui beijing changchun changsha changzhou chengdu chongqing dalian dongguan foshan fujian fuzhou
    gansu guangdong guangxi guangzhou guiyang guizhou hainan haikou hangzhou harbin hebei hefei
    heilongjiang henan hubei hunan jiangsu jiangxi jilin jinan kunming lanzhou liaoning macau nanchang
    nanjing nanning nantong ningbo ningde ningxia qingdao qinghai quanzhou sanya shaanxi shandong shanghai
    shanxi shenyang shenzhen shijiazhuang sichuan suzhou taiyuan tianjin tibet urumqi wenzhou wuhan wuhu
    wuxi xiamen xian xiongan xinjiang yantai yiwu yunnan zhejiang zhengzhou zhongguancun zhuhai washington
    brussels boston chicago detroit houston seattle austin hawaii davos geneva
"""
# who reports, audits, invests by the way or regulates: named by the news and not what it is about
NEWS_AND_RULES = """
    Reuters, Bloomberg, Xinhua, Caixin, Nikkei, Nikkei Asia, CNBC, CNN, BBC, TechCrunch, Forbes, Fortune,
    36Kr, 36氪, Yicai, Jiemian, LatePost, The Paper, The Information, Financial Times,
    Wall Street Journal, South China Morning Post, Global Times, China Daily, Associated Press, AFP,
    Axios, Politico, Pandaily, KrASIA, TechNode, Canalys, IDC, Gartner, Counterpoint,
    Counterpoint Research, TrendForce, Rho Motion, Frost & Sullivan, Rhodium Group, Eurasia Group,
    Moody's, Boston Consulting Group, Fitch, KPMG, Deloitte, PwC, McKinsey, Securities Times,
    People's Daily, IMF, WTO, OECD, OPEC, NATO, FDA, FTC, SEC, CSRC, NDRC, PBOC, EV, EVs, AI, IPO, GDP,
    SUV, CES, IFA, LFP, OLED, LED, GPU, CPU, R&D, US, UK
"""
GIVEN_NAMES = """
    adam alan alex andrew anna anthony ben brian carl carlos charles chris daniel david diego donald elon
    emmanuel eric frank george giorgia hans henry ivan jack jacob james jamie jason javier jean jeff
    jensen jim joe john jose joseph juan karl kevin lars laura luis luiz marco maria mark martin matt
    michael mike narendra nick olaf oliver pablo paul pedro peter philip rafael richard robert sam sarah
    scott simon stephen steve sundar thomas tim tom ursula victor viktor vladimir william biden cook
    macron modi musk orban putin scholz trump xi zuckerberg
"""
SURNAMES = """
    bai cai cao chang chen cheng cui dai deng ding dong du duan fan fang feng fu gao gong gu guo han hao
    he hong hou hu huang jia jiang jin kong lai lei li liang liao lin liu long lu luo lv ma mao meng mo
    pan peng qian qiao qin qiu ren shao shen shi song su sun tan tang tao tian wan wang wei wen wu xia
    xiang xiao xie xiong xu xue yan yang yao ye yin yu yuan zeng zhai zhang zhao zheng zhong zhou zhu zou
"""
SYLLABLE = (
    "(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:iang|iong|uang|uai|iao|ang|eng|ing|ong|ian|uan|ai|ei|ui|ao|ou|iu|ie|ia|ue|uo|ua"
    "|an|en|in|un|er|[aeiou])"
)


def _words(table: str) -> frozenset[str]:
    return frozenset(table.lower().split())


_MARKETS = {word.lower() for market in MARKETS for word in (market.name, market.local_name, *market.words)}
WEEK = _words(DAYS)
# "China Literature" begins with a place, "Chinese Literature" does not
_PEOPLES = {word.lower() for market in MARKETS for word in market.words if " " not in word}
NOT_A_NAME = _words(WORDS) | WEEK | _PEOPLES
PLACES = frozenset(_MARKETS) | _words(CITIES)
INSTITUTIONS, TITLES = _words(PARTS_OF_INSTITUTIONS), _words(RANKS)
BYSTANDERS = frozenset(" ".join(name.split()).lower() for name in NEWS_AND_RULES.split(","))
PERSONS, FAMILIES = _words(GIVEN_NAMES), _words(SURNAMES)
