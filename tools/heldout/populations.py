"""Populations of numbers that share a shape: how each is named under a label, and without one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from measuring import values

from heldout.harmless import constituency, course, ean, epoch, sector
from heldout.household import reference
from heldout.kinds import expand
from heldout.service import plate

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


@dataclass(frozen=True, slots=True)
class Population:
    """Values of one kind; `entities` are right names under the header, none for harmless ones."""

    name: str
    make: Callable[[Random], str]
    header: str
    entities: frozenset[str] = frozenset()


def _shape(shape: str) -> Callable[[Random], str]:
    return lambda chance: expand(chance, shape)


def _card(chance: Random, length: int) -> str:
    while len(number := values.card(chance)) != length:
        pass
    return number


def _diners(chance: Random) -> str:
    body = "36" + values.digits(chance, 11)
    return body + values.luhn_digit(body)


def _old_visa(chance: Random) -> str:
    body = "4" + values.digits(chance, 11)
    return body + values.luhn_digit(body)


def _of(*entities: str) -> frozenset[str]:
    return frozenset(entities)


COLLISIONS: dict[str, tuple[Population, ...]] = {
    "CNIC, card, K-Electric, EAN, epoch": (
        Population("bare CNIC", values.cnic, "cnic of member", _of("PK_CNIC")),
        Population("card of 13 digits", _old_visa, "debit card number", _of("CREDIT_CARD")),
        Population(
            "card of 16 digits", partial(_card, length=16), "credit card no", _of("CREDIT_CARD")
        ),
        Population(
            "K-Electric account", _shape("0400#########"), "KE Account", _of("PK_UTILITY_ACCOUNT")
        ),
        Population("STRN", _shape("%############"), "sales tax registration no", _of("PK_STRN")),
        Population("EAN-13 of Pakistan", ean, "product barcode"),
        Population("epoch milliseconds", epoch, "event timestamp"),
    ),
    "IMEI, card, IMSI": (
        Population("IMEI", values.imei, "imei number", _of("IMEI")),
        Population(
            "card of 15 digits", partial(_card, length=15), "amex card number", _of("CREDIT_CARD")
        ),
        Population("IMSI", values.imsi, "imsi number", _of("IMSI")),
    ),
    "SNGPL, mobile": (
        Population(
            "SNGPL consumer",
            _shape("%##########"),
            "SNGPL consumer number",
            _of("PK_UTILITY_ACCOUNT"),
        ),
        Population(
            "SNGPL consumer, 03",
            _shape("03#########"),
            "gas consumer number",
            _of("PK_UTILITY_ACCOUNT", "PK_MOBILE"),
        ),
        Population("mobile", values.mobile, "mobile of owner", _of("PK_MOBILE")),
    ),
    "electricity reference, card": (
        Population(
            "electricity reference",
            reference,
            "electricity reference number",
            _of("PK_ELECTRICITY_REFERENCE"),
        ),
        Population("card of 14 digits", _diners, "diners card number", _of("CREDIT_CARD")),
    ),
    "NTN, phone": (
        Population("NTN of 7 digits", _shape("%######"), "national tax number", _of("PK_NTN")),
        Population("NTN with dash", _shape("%######-#"), "ntn of firm", _of("PK_NTN")),
        Population(
            "phone of 7 digits",
            _shape("3######"),
            "office telephone",
            _of("PK_LANDLINE", "PK_MOBILE"),
        ),
    ),
    "block code, others": (
        Population("block code", _shape("%########"), "statistical block", _of("PK_VOTER")),
        Population("order of 9 digits", _shape("%########"), "order id"),
        Population("Telegram account", _shape("%########"), "telegram id", _of("SOCIAL_HANDLE")),
    ),
    "plate, sector, constituency, course": (
        Population(
            "plate",
            partial(plate, separator="-"),
            "vehicle registration mark",
            _of("PK_VEHICLE_REGISTRATION"),
        ),
        Population("sector", sector, "sector of plot"),
        Population("constituency", constituency, "constituency name"),
        Population("course", course, "course offered"),
    ),
}
NEUTRAL_HEADER = "Column9"
