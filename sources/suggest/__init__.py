"""What a text seems to say: its kind of news, markets, new companies, sums of money, funding round and day.

Each module is a table that an editor can read and the few lines that apply it. All of it is only
suggested, and nothing raises on any text. Pure.
"""

from sources.suggest.amounts import Amount, suggest_amounts
from sources.suggest.dates import suggest_date
from sources.suggest.kinds import suggest_kind
from sources.suggest.markets import suggest_markets
from sources.suggest.names import unknown_names
from sources.suggest.rounds import suggest_round

__all__ = [
    "Amount",
    "suggest_amounts",
    "suggest_date",
    "suggest_kind",
    "suggest_markets",
    "suggest_round",
    "unknown_names",
]
