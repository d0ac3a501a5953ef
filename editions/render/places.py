"""Which places the map of the world draws, and as what: world-atlas names them by number. Pure.

Source of the codes: ISO 3166-1. Which lines are drawn, and where, is Natural Earth's choice; a place here
says nothing of its status.
"""

_TABLE = """
004 AF, 008 AL, 010 AQ, 012 DZ, 024 AO, 031 AZ, 032 AR, 036 AU, 040 AT, 044 BS, 050 BD, 051 AM
056 BE, 064 BT, 068 BO, 070 BA, 072 BW, 076 BR, 084 BZ, 090 SB, 096 BN, 100 BG, 104 MM, 108 BI
112 BY, 116 KH, 120 CM, 124 CA, 140 CF, 144 LK, 148 TD, 152 CL, 156 CN, 158 TW, 170 CO, 178 CG
180 CD, 188 CR, 191 HR, 192 CU, 196 CY, 203 CZ, 204 BJ, 208 DK, 214 DO, 218 EC, 222 SV, 226 GQ
231 ET, 232 ER, 233 EE, 238 FK, 242 FJ, 246 FI, 250 FR, 260 TF, 262 DJ, 266 GA, 268 GE, 270 GM
275 PS, 276 DE, 288 GH, 300 GR, 304 GL, 320 GT, 324 GN, 328 GY, 332 HT, 340 HN, 348 HU, 352 IS
356 IN, 360 ID, 364 IR, 368 IQ, 372 IE, 376 IL, 380 IT, 384 CI, 388 JM, 392 JP, 398 KZ, 400 JO
404 KE, 408 KP, 410 KR, 414 KW, 417 KG, 418 LA, 422 LB, 426 LS, 428 LV, 430 LR, 434 LY, 440 LT
442 LU, 450 MG, 454 MW, 458 MY, 466 ML, 478 MR, 484 MX, 496 MN, 498 MD, 499 ME, 504 MA, 508 MZ
512 OM, 516 NA, 524 NP, 528 NL, 540 NC, 548 VU, 554 NZ, 558 NI, 562 NE, 566 NG, 578 NO, 586 PK
591 PA, 598 PG, 600 PY, 604 PE, 608 PH, 616 PL, 620 PT, 624 GW, 626 TL, 630 PR, 634 QA, 642 RO
643 RU, 646 RW, 682 SA, 686 SN, 688 RS, 694 SL, 703 SK, 704 VN, 705 SI, 706 SO, 710 ZA, 716 ZW
724 ES, 728 SS, 729 SD, 732 EH, 740 SR, 748 SZ, 752 SE, 756 CH, 760 SY, 762 TJ, 764 TH, 768 TG
780 TT, 784 AE, 788 TN, 792 TR, 795 TM, 800 UG, 804 UA, 807 MK, 818 EG, 826 GB, 834 TZ, 840 US
854 BF, 858 UY, 860 UZ, 862 VE, 887 YE, 894 ZM
"""

# By ISO 3166-1 numeric: {"764": "TH"}
ALPHA = dict(pair.split() for line in _TABLE.strip().splitlines() for pair in line.split(", "))

# What is smaller than the geometry shows: degrees east and north of its chief town. Macao stands further
# from Hong Kong than it does (113.5, 22.2), so that neither dot hides the other.
DOTS = {
    "AD": (1.5, 42.5),
    "AG": (-61.8, 17.1),
    "BB": (-59.6, 13.1),
    "BH": (50.6, 26.2),
    "CV": (-23.5, 14.9),
    "DM": (-61.4, 15.3),
    "FM": (158.2, 6.9),
    "GD": (-61.8, 12.1),
    "HK": (114.2, 22.3),
    "KI": (173.0, 1.3),
    "KM": (43.3, -11.7),
    "KN": (-62.7, 17.3),
    "LC": (-61.0, 14.0),
    "LI": (9.5, 47.1),
    "MC": (7.4, 43.7),
    "MH": (171.4, 7.1),
    "MO": (111.2, 21.1),
    "MT": (14.5, 35.9),
    "MU": (57.5, -20.2),
    "MV": (73.5, 4.2),
    "NR": (166.9, -0.5),
    "PW": (134.6, 7.5),
    "SC": (55.5, -4.6),
    "SG": (103.8, 1.3),
    "SM": (12.5, 43.9),
    "ST": (6.7, 0.3),
    "TO": (-175.2, -21.1),
    "TV": (179.2, -8.5),
    "VA": (12.4, 41.9),
    "VC": (-61.2, 13.2),
    "WS": (-171.8, -13.8),
}
