from datetime import date
from decimal import Decimal

from editions.desk.understanding import House, understand
from editions.document import ItemDoc
from sources.mentions import Names

NOBODY = House(Names([]), {}, {})


def test_the_price_of_a_share_is_not_the_sum_of_a_deal():
    body = "The maker listed in Hong Kong at HKD 21.125 a share, an IPO that raised USD 2.4 billion."

    understood = understand(ItemDoc(body=body), NOBODY, today=date(2025, 7, 20))

    assert [(deal.amount, deal.currency) for deal in understood.deals] == [(Decimal(2_400_000_000), "USD")]
