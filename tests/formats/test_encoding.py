"""Which encoding a file has, and that no byte is lost in any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import InputError
from redactor.formats.encoding import ESCAPE, HEAD, Decoder, Encoding, decode_all, detect, guess
from redactor.formats.source import Source

CODECS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "cp1256"]
URDU = "محمد علي ولد احمد خان سكنہ لاهور"

# Reason, file, codec.
FILES: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "utf-8"),
    ("ASCII", b"name,cnic\n", "utf-8"),
    ("UTF-8", URDU.encode(), "utf-8"),
    ("UTF-8 with mark", b"\xef\xbb\xbfname", "utf-8"),
    ("UTF-8 cut within a character", URDU.encode()[:-1], "utf-8"),
    ("UTF-8 with one bad byte, a short file", URDU.encode() + b"\xff", "utf-8"),
    ("UTF-8 with lines of Windows-1256", (URDU.encode() + b"\n" + "علي\n".encode("cp1256")) * 3,
     "utf-8"),
    ("ASCII with one bad byte, no UTF-8 at all", b"Ren\xe9e\n" + b"Ali\n" * 9, "cp1252"),
    ("ASCII with NBSP and dashes of Windows", b"0300\xa01234567 \x96 x\n", "cp1252"),
    ("Windows-1256", URDU.replace("ہ", "ه").encode("cp1256"), "cp1256"),
    ("Windows-1256 with French", ("à café " + URDU.replace("ہ", "ه")).encode("cp1256"), "cp1256"),
    ("Windows-1252", "Zoë, Renée, naïve".encode("cp1252"), "cp1252"),
    ("UTF-16 with mark", b"\xff\xfe" + URDU.encode("utf-16-le"), "utf-16-le"),
    ("UTF-16 BE with mark", b"\xfe\xff" + URDU.encode("utf-16-be"), "utf-16-be"),
    ("UTF-16 without mark", "name,cnic\nAli,1\n".encode("utf-16-le"), "utf-16-le"),
    ("UTF-16 BE without mark", "name,cnic\nAli,1\n".encode("utf-16-be"), "utf-16-be"),
    ("Urdu in UTF-16 without mark", (URDU * 9).encode("utf-16-le"), "utf-16-le"),
    ("UTF-32 with mark", "name".encode("utf-32"), "utf-32-le"),
    ("UTF-16 that begins with NUL", b"\xff\xfe\0\0" + "نام".encode("utf-16-le") * 9, "utf-16-le"),
    ("NUL bytes in UTF-8", b"A\0B\0C\0D\0E\0\0F\0" + URDU.encode(), "utf-8"),
    ("Urdu after more ASCII than the head", b"x" * (HEAD + 5) + URDU.encode(), "utf-8"),
    ("Windows-1256 after more ASCII than the head",
     b"x\n" * HEAD * 3 + URDU.replace("ہ", "ه").encode("cp1256"), "cp1256"),
    ("ASCII longer than the head", b"x\n" * HEAD, "utf-8"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "codec"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
def test_letters_are_read_as_what_they_are(data: bytes, codec: str) -> None:
    encoding = detect(Source.from_bytes(data))
    assert encoding.codec == codec
    if len(data) < 1000:
        text = decode_all(data, encoding)
        assert encoding.mark + encoding.encode(text) == data
        assert encoding.size(text) == len(data) - len(encoding.mark)


@pytest.mark.parametrize("codec", CODECS)
@given(data=st.binary(max_size=60), cuts=st.lists(st.integers(0, 60), max_size=4))
def test_no_byte_is_lost_wherever_chunks_end(codec: str, data: bytes, cuts: list[int]) -> None:
    encoding = Encoding(codec)
    decoder = Decoder(encoding)
    places = [0, *sorted(cuts)]
    chunks = [data[a:b] for a, b in zip(places, [*places[1:], len(data)], strict=True)]
    pieces = [decoder.decode(chunk) for chunk in chunks] + [decoder.decode(b"", final=True)]
    text = "".join(pieces)
    assert text == decode_all(data, encoding)
    assert encoding.encode(text) == data
    assert not any("\ud800" <= character <= "\udfff" for character in text)


@pytest.mark.parametrize("codec", CODECS[:5])
@given(text=st.text(st.sampled_from("aب\U0001f600\U0010ff00\U0010ff41\U0010ffff"), max_size=9))
def test_characters_that_stand_for_bytes_survive_in_a_text(codec: str, text: str) -> None:
    data = text.encode(codec)
    encoding = Encoding(codec)
    assert encoding.encode(decode_all(data, encoding)) == data


def test_a_bad_byte_is_one_character_and_hides_nothing_beside_it() -> None:
    assert decode_all(b"0300\xff1234567", Encoding()) == f"0300{chr(ESCAPE + 0xFF)}1234567"


@pytest.mark.parametrize(
    ("codec", "text"), [("cp1256", "ی"), ("cp1252", "ب"), ("utf-8", "\ud800"), ("cp1256", "é\ud800")]
)
def test_a_replacement_that_cannot_be_written_stops_and_says_so(codec: str, text: str) -> None:
    with pytest.raises(InputError, match="encoding") as raised:
        Encoding(codec).encode(text)
    assert text not in str(raised.value)


@given(st.binary(max_size=200))
def test_any_bytes_have_an_encoding(data: bytes) -> None:
    encoding = guess(data)
    assert encoding.encode(decode_all(data, encoding)) == data.removeprefix(encoding.mark)
