"""Print what finding 5,000 companies costs, in 1,000 clippings and in long texts: `python -m bench.mentions`.

The clippings shall take at most two seconds of this process, with the building of the names.
"""

import random
import time

from sources.mentions import Name, Names

COMPANIES = 5_000
DOCUMENTS = 400
CLIPPINGS = 1_000
WORDS = "the maker opened a plant in Hungary and sells phones to buyers who want more for their money"
SYLLABLES = "an bei cheng da feng guo hua jin ke lan ming neng peng qi rui shan tong wei xin yuan"
CHARACTERS = "安北成达丰国华金科兰明能鹏奇瑞山通威新远"


def company_names(chance: random.Random) -> list[Name]:
    names = []
    for company in range(COMPANIES):
        latin = "".join(chance.choices(SYLLABLES.split(), k=3)).title()
        chinese = "".join(chance.choices(CHARACTERS, k=4))
        names += [Name(latin, company, ambiguous=company % 100 == 0), Name(f"{latin} Group", company)]
        names += [Name(chinese, company), Name(f"{chinese}集团", company), Name(latin[:4].upper(), company)]
    return names


def document(chance: random.Random, names: list[Name]) -> str:
    """About 400 words with a name in every ten."""
    words = WORDS.split()
    chosen = [chance.choice(names).text if place % 10 == 0 else chance.choice(words) for place in range(400)]
    return " ".join(chosen) + "."


def clipping(chance: random.Random, names: list[Name]) -> str:
    """A title of a dozen words and a summary of sixty, two names in each."""
    words = WORDS.split()
    lines = []
    for length in (12, 60):
        line = chance.choices(words, k=length)
        for name in chance.choices(names, k=2):
            line.insert(chance.randrange(length), name.text)
        lines.append(" ".join(line))
    return "\n".join(lines)


def measure_clippings(chance: random.Random, names: list[Name]) -> None:
    clippings = [clipping(chance, names) for _ in range(CLIPPINGS)]
    start, begun = time.process_time(), time.perf_counter()
    finder = Names(names)
    found = sum(len(finder.find(text)) for text in clippings)
    took, passed = time.process_time() - start, time.perf_counter() - begun
    print(f"{CLIPPINGS:,} clippings with {found:,} mentions of {COMPANIES:,} companies")
    print(f"    {took:.2f} s of CPU time ({passed:.2f} s by the clock) with building; at most 2 are wanted")


def main() -> None:
    chance = random.Random(1)
    names = company_names(chance)
    measure_clippings(chance, names)
    documents = [document(chance, names) for _ in range(DOCUMENTS)]

    start = time.perf_counter()
    finder = Names(names)
    built = time.perf_counter()
    found = sum(len(finder.find(text)) for text in documents)
    done = time.perf_counter()

    each = (done - built) / DOCUMENTS * 1000
    size = sum(map(len, documents)) // DOCUMENTS
    print(f"{len(names):,} names of {COMPANIES:,} companies, built in {(built - start) * 1000:.0f} ms")
    print(f"{each:.2f} ms a document of {size:,} characters with {found / DOCUMENTS:.0f} mentions")


if __name__ == "__main__":
    main()
