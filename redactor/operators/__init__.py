"""Operators: findings to text. Each is a presidio-anonymizer Operator, usable in any engine.

>>> from presidio_anonymizer import AnonymizerEngine
>>> from presidio_anonymizer.entities import OperatorConfig, RecognizerResult
>>> from redactor.keys import Key
>>> engine = AnonymizerEngine()
>>> add_to(engine)
>>> operators = {"PK_CNIC": OperatorConfig("pseudonym", {"key": Key(bytes(32))})}
>>> found = [RecognizerResult("PK_CNIC", 5, 20, 1.0)]
>>> engine.anonymize("CNIC 35202-1234567-1", found, operators).text
'CNIC CNIC_J15B34FVWCXBPP0J'
"""

from redactor.operators.apply import OPERATORS, TransformationError, Transformer, add_to
from redactor.operators.canonical import canonical
from redactor.operators.tokens import PREFIXES, TOKEN, placeholder, random_token, token

__all__ = [
    "OPERATORS",
    "PREFIXES",
    "TOKEN",
    "TransformationError",
    "Transformer",
    "add_to",
    "canonical",
    "placeholder",
    "random_token",
    "token",
]
