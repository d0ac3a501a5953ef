import pytest

from editions.damage import doubtful_links, lost_link_text, lost_links


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It works for Nami, a subsidiary of, which is sold.", "a subsidiary of,"),
        ("The round was led by. It closed in May.", "round was led by."),
        ("The yard said that it was bought by, a rival.", "it was bought by,"),
        ("An spokesperson said nothing.", "An spokesperson"),
        ("It belongs to the, which is big.", "It belongs to the,"),
    ],
)
def test_a_lost_link_is_found_with_the_words_before_it(sentence, words):
    assert [sentence[start:end] for start, end in lost_links(sentence)] == [words]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is a brand that nobody had heard of.",
        "The list it was taken from, and the one it went to, are long.",
        "The ferry Nami was banned from, a port in Busan, is open.",
        "It sold ships made by, or on behalf of, the state.",
        "It has more than, say, ten yards, including, but not limited to, one in Busan.",
        "Nobody knows what it is accused of.",
        "A ship owned by, well, everybody.",
        "An Wei said so in the U.S., and an hour went by.",
    ],
)
def test_a_clause_may_end_in_a_preposition(sentence):
    assert list(lost_links(sentence)) == []


def test_a_name_may_be_missing_after_and():
    sentence = "It follows yards such as Blue Hull and in opening docks."

    assert [sentence[start:end] for start, end in doubtful_links(sentence)] == [
        "such as Blue Hull and in opening"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "It grew in cities like Lima and in opening docks elsewhere.",
        "It sells to makers like Nami and in developing markets.",
        "It works with yards like Nami and in Busan.",
    ],
)
def test_no_name_is_missing_where_two_things_are_joined(sentence):
    assert list(doubtful_links(sentence)) == []


def test_a_sentence_with_two_losses_is_given_once():
    text = "Nami, a unit of, which is sold, belongs to the, too. Another stands."

    assert lost_link_text(text) == ["Nami, a unit of, which is sold, belongs to the, too."]
