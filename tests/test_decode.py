"""Bytes to lines: encodings and newlines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.decode import decode, split_lines

ENCODINGS = {
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8 with windows-1252"),
    *("utf-8 encoded twice", "windows-1252", "iso-8859-15", "windows-1250", "iso-8859-2", "cp850", "mac-roman"),
}
FRENCH = "Région Île-de-France, 26 févr. 2022 – l’œuvre"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "mac-roman"]
)
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == (FRENCH, encoding)


def test_utf_16_is_told_by_its_mark_in_either_byte_order() -> None:
    assert decode(b"\xfe\xff" + FRENCH.encode("utf-16-be")) == (FRENCH, "utf-16")


@pytest.mark.parametrize("encoding", ["windows-1252", "cp850", "mac-roman"])
@pytest.mark.parametrize("word", ["Île-de-France", "HÔTEL DE LA RÉGION", "MAÏS", "à l'été", "façade", "où", "Æ"])
def test_accents_tell_one_byte_encodings_apart(encoding: str, word: str) -> None:
    text = f"{word}, théâtre associé à la région"
    assert decode(text.encode(encoding)) == (text, encoding)


def test_one_foreign_byte_does_not_mangle_the_accents_of_a_whole_file() -> None:
    data = ("é" * 20).encode() + b" caf\xe9 " + "à".encode()
    assert decode(data) == (f"{'é' * 20} café à", "utf-8 with windows-1252")


def test_bytes_that_windows_1252_leaves_undefined_do_not_stop_a_build() -> None:
    assert decode(b"caf\xe9 \x81") == ("café \x81", "windows-1252")


def test_a_mark_does_not_make_foreign_bytes_certain() -> None:
    data = "\ufeffRégion ".encode() + "Théâtre".encode("windows-1252")
    assert decode(data) == ("Région Théâtre", "utf-8 with windows-1252")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("text", [FRENCH, "À Œuvre €", "3 °C", "Ísland ß"])
def test_what_was_encoded_twice_is_decoded_twice(text: str, mark: str) -> None:
    twice = text.encode().decode("windows-1252", errors="same_code_point")
    assert decode((mark + twice).encode()) == (text, "utf-8 encoded twice")


@pytest.mark.parametrize("text", ["CAFÉ\u00a0: Â, É»", "Åland, Région", "SÃO PAULO", "RÃ©gion and Région", "Ⅷ Â", "Ã"])
def test_what_was_encoded_once_is_left_as_it_is(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("nom;catalyseur\nThéâtre de l'Œuvre;Cœur de ville, 5 €", ["iso-8859-15"]),
        ("Łódź Kultura;Województwo Śląskie;2024", ["windows-1250", "iso-8859-2"]),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", ["windows-1250", "iso-8859-2"]),
        ("Ministerstwo Kultury i Dziedzictwa Narodowego, Wrocław, Gdańsk", ["windows-1250", "iso-8859-2"]),
        ("Århus, Tromsø, Straße", ["windows-1252", "iso-8859-15"]),
        ("Fundación España, Málaga", ["windows-1252", "iso-8859-15"]),
        ("CONSEIL RÉGIONAL D’ÎLE-DE-FRANCE", ["windows-1252"]),
        ("Où est le musée ? À Besançon.", ["windows-1252", "cp850", "mac-roman"]),
    ],
)
def test_the_letters_of_a_text_tell_its_encoding(text: str, encodings: list[str]) -> None:
    for encoding in encodings:
        assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        ('<html><head><meta charset="iso-8859-2">', "iso-8859-2"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15">', "iso-8859-15"),
        ("<meta charset=latin1>", "windows-1252"),
        ("<?xml version='1.0' encoding='windows-1251'?>", "cp1251"),
    ],
)
def test_a_declared_encoding_is_believed(start: str, encoding: str) -> None:
    text = f"{start}{'œ' if encoding == 'iso-8859-15' else ''}óé" if encoding != "cp1251" else f"{start}Привет"
    assert decode(text.encode(encoding)) == (text, f"{encoding} as declared")


@pytest.mark.parametrize("declared", ["utf-8", "utf-7", "zip", "rot13", "unicode_escape", "none-such", "é"])
def test_a_declaration_that_cannot_be_true_is_not(declared: str) -> None:
    text = f"<meta charset={declared}>Région"
    assert decode(text.encode("windows-1252")) == (text, "windows-1252")


@given(st.binary())
def test_any_bytes_are_text(data: bytes) -> None:
    text, encoding = decode(data)
    assert encoding in ENCODINGS
    text.encode("utf-8")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_at_any_newline(newline: str) -> None:
    assert split_lines(newline.join(["one", "", "three"]) + newline) == ["one", "", "three"]


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_in_an_editor(character: str) -> None:
    assert split_lines(f"one{character}still one\ntwo") == [f"one{character}still one", "two"]


@pytest.mark.parametrize(("text", "lines"), [("", []), ("\n", [""]), ("a", ["a"]), ("a\n\n", ["a", ""])])
def test_the_last_newline_ends_a_line_and_begins_none(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines
