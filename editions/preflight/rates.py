"""What currencies were worth in US dollars, year by year. Pure."""

# Units of the currency to one US dollar, averages of the years from FIRST on.
# Sources: Federal Reserve, G.5A annual averages (CNY to CHF); International Monetary Fund and World Bank,
# PA.NUS.FCRF, rounded, and approximate for 2025 (GBP to HUF): the band is wider than that by far.
FIRST = 2015
TABLE = """
CNY 6.283 6.640 6.757 6.609 6.908 6.904 6.451 6.729 7.081 7.196 7.188
HKD 7.752 7.762 7.793 7.838 7.835 7.756 7.773 7.831 7.829 7.803 7.796
EUR 0.901 0.903 0.885 0.846 0.893 0.876 0.845 0.949 0.925 0.924 0.885
JPY 121.0 108.7 112.1 110.4 109.0 106.8 109.8 131.5 140.5 151.5 149.6
KRW 1131  1159  1129  1099  1166  1181  1145  1292  1307  1363  1421
INR 64.11 67.16 65.07 68.37 70.38 74.14 73.94 78.58 82.57 83.66 87.15
TWD 31.74 32.23 30.40 30.13 30.90 29.46 27.94 29.80 31.15 32.11 31.17
SGD 1.375 1.380 1.380 1.349 1.364 1.380 1.344 1.379 1.343 1.336 1.307
THB 34.24 35.26 33.91 32.30 31.04 31.31 32.01 35.05 34.78 35.28 32.86
MYR 3.904 4.137 4.298 4.031 4.142 4.203 4.144 4.398 4.558 4.575 4.281
AUD 1.329 1.343 1.304 1.337 1.438 1.450 1.331 1.439 1.505 1.516 1.550
NZD 1.428 1.434 1.406 1.443 1.517 1.539 1.414 1.572 1.628 1.653 1.718
CAD 1.279 1.324 1.298 1.296 1.327 1.342 1.253 1.301 1.349 1.370 1.397
MXN 15.87 18.67 18.88 19.22 19.25 21.55 20.28 20.12 17.73 18.31 19.21
BRL 3.336 3.484 3.191 3.651 3.944 5.159 5.396 5.161 4.995 5.387 5.589
ZAR 12.76 14.68 13.29 13.23 14.45 16.49 14.78 16.36 18.45 18.33 17.88
CHF 0.963 0.985 0.984 0.978 0.994 0.939 0.914 0.955 0.898 0.881 0.831
GBP 0.654 0.741 0.777 0.750 0.783 0.780 0.727 0.811 0.805 0.782 0.759
IDR 13390 13310 13380 14240 14150 14580 14310 14850 15240 15860 16480
VND 21700 21940 22370 22600 23050 23210 23160 23270 23790 24160 25500
PHP 45.50 47.49 50.40 52.66 51.80 49.62 49.25 54.48 55.63 57.29 57.50
AED 3.673 3.673 3.673 3.673 3.673 3.673 3.673 3.673 3.673 3.673 3.673
SAR 3.750 3.750 3.750 3.750 3.750 3.750 3.750 3.750 3.750 3.750 3.750
TRY 2.720 3.020 3.650 4.830 5.670 7.010 8.850 16.55 23.74 32.83 39.60
RUB 60.90 67.10 58.30 62.70 64.70 72.10 73.70 68.50 85.20 92.60 83.50
PLN 3.770 3.940 3.780 3.610 3.840 3.900 3.860 4.460 4.200 3.980 3.760
HUF 279.0 281.0 274.0 270.0 291.0 308.0 303.0 373.0 353.0 366.0 353.0
USD 1     1     1     1     1     1     1     1     1     1     1
"""
RATES = {row[:3]: tuple(map(float, row[3:].split())) for row in TABLE.strip().splitlines()}

MARGIN = 0.08  # how far a day may be from the averages of the year, the one before and the one after
RESTLESS = {"TRY": 0.4, "RUB": 0.4}  # fell or rose by half within a year


def band(currency: str, year: int) -> tuple[float, float] | None:
    """Return the fewest and the most units of `currency` that a dollar cost around `year`, or None.

    A year that is not in the table takes the nearest, with twice the margin.
    """
    rates = RATES.get(currency)
    if not rates or currency == "USD":
        return (1, 1) if rates else None
    margin, place = RESTLESS.get(currency, MARGIN), year - FIRST
    if not 0 <= place < len(rates):
        margin, place = min(2 * margin, 0.5), max(0, min(place, len(rates) - 1))
    near = rates[max(0, place - 1) : place + 2]
    return min(near) * (1 - margin), max(near) * (1 + margin)


def average(currency: str, year: int) -> tuple[float, int]:
    """Return what a dollar cost on average in `year`, or in the nearest year of the table, and that year.

    Raises KeyError for a currency that is not in the table.
    """
    place = max(0, min(year - FIRST, len(RATES[currency]) - 1))
    return RATES[currency][place], FIRST + place
