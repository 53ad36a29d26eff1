"""Canaries: in every corner of a format a generated number of its own; none may be in the copy.

Each corner has a number that stands nowhere else, so that what the verification finds in one corner
does not clean another. The corners are those that docs/formats.md lists.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import random
import re
import shutil
import subprocess
import tarfile
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from email.header import Header
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import zstandard

from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"
_TEHSILS = ("35202", "42101", "17301", "61101", "37405", "36302", "33100", "54400", "82203", "71501", "34603")
_URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def cnics(seed: int) -> Iterator[str]:
    """Yield generated numbers, no two alike: a bare one counts where its district is issued."""
    generator = random.Random(seed)
    taken: set[str] = set()
    while True:
        number = f"{generator.choice(_TEHSILS)}{generator.randrange(10**8):08}"
        if number not in taken:
            taken.add(number)
            yield number


def dashed(number: str) -> str:
    return f"{number[:5]}-{number[5:12]}-{number[12]}"


def backwards(number: str) -> str:
    """As it stands where a text of right to left was reversed."""
    return f"{number[12]}-{number[5:12]}-{number[:5]}"


def urdu(number: str) -> str:
    return dashed(number).translate(_URDU)


def plain(number: str) -> str:
    return number


FORMS = (dashed, backwards, urdu, plain)


# -- looking for them ----------------------------------------------------------------------------

_BETWEEN = re.compile(r"(?<=[0-9])(?:[^0-9A-Za-z<>\"'=,]{1,3}|<[^<>]*>|'\s*(?:\|\||,)\s*'){1,3}(?=[0-9])")


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield a file, and what is in it if it is a container."""
    yield data
    try:
        if data[:6] == b"7z\xbc\xaf\x27\x1c":
            with tempfile.NamedTemporaryFile(suffix=".7z") as file:
                file.write(data)
                file.flush()
                command = ["bsdtar", "-cf", "-", "--format=pax", f"@{file.name}"]
                made = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            yield from unpacked(made.stdout)
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in archive.infolist():
                    yield info.filename.encode()
                    yield info.comment + b" " + info.extra
                    yield from unpacked(archive.read(info))
        elif data[:2] == b"\x1f\x8b":
            yield from unpacked(gzip.decompress(data))
        elif data[:3] == b"BZh":
            yield from unpacked(bz2.decompress(data))
        elif data[:5] == b"\xfd7zXZ":
            yield from unpacked(lzma.decompress(data))
        elif data[:4] == b"\x28\xb5\x2f\xfd":
            reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True)
            yield from unpacked(reader.read())
        elif data[257:262] == b"ustar":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for member in archive:
                    yield member.name.encode()
                    yield f"{member.linkname} {member.uname} {member.gname} {member.pax_headers}".encode()
                    if member.isreg() and (content := archive.extractfile(member)):
                        yield from unpacked(content.read())
    except (OSError, EOFError, ValueError, zipfile.BadZipFile):
        return


def decoded(data: bytes) -> Iterator[str]:
    """Yield a file as text in every way that one may read it."""
    for content in unpacked(data):
        texts = [content.decode("utf-8", "ignore"), content.decode("utf-16-le", "ignore")]
        texts += [content[1:].decode("utf-16-le", "ignore"), content.decode("cp1256", "ignore")]
        texts.append(quopri.decodestring(content).decode("utf-8", "ignore"))
        texts.append(re.sub(rb"\r?\n[ \t]", b"", content).decode("utf-8", "ignore"))
        for text in texts:
            yield text
            yield html.unescape(unquote(text))
            yield text.encode("latin-1", "ignore").decode("utf-8", "ignore")
            escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
            yield escaped.encode("latin-1", "ignore").decode("utf-8", "ignore")
            yield re.sub(r'"\s*\},\s*"', "", text)
            yield re.sub(r"\\[ux](?:00)?([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), text)
            yield re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8) & 255), text)
            for run in re.findall(r"(?:[0-9a-fA-F]{2}){13,}", text):
                yield bytes.fromhex(run).decode("utf-8", "ignore")
                yield bytes.fromhex(run).decode("utf-16-le", "ignore")
            for run in re.findall(r"[A-Za-z0-9+/\r\n]{16,}={0,2}", text):
                letters = re.sub(r"[\r\n=]", "", run)
                for start in range(4):
                    part = letters[start:]
                    part = part[: len(part) - (len(part) % 4 == 1)]
                    found = base64.b64decode(part + "=" * (-len(part) % 4))
                    yield found.decode("utf-8", "ignore")
                    yield found.decode("utf-16-le", "ignore")
                    place = found.find(b"PK\x03\x04")
                    if place >= 0:
                        yield from decoded(found[place:])


def found_in(data: bytes, numbers: dict[str, str]) -> list[str]:
    """Return the corners whose number stands in a file, in either order of digits."""
    left = set()
    for text in decoded(data):
        folded = "".join(
            str(unicodedata.digit(c)) if not c.isascii() and c.isdigit() else c
            for c in text
            if unicodedata.category(c) != "Cf"
        )
        joined = _BETWEEN.sub("", folded)
        for corner, number in numbers.items():
            groups = number[12] + number[5:12] + number[:5]
            if any(one in part for part in (folded, joined) for one in (number, number[::-1], groups)):
                left.add(corner)
    return sorted(left)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Policy.load("study"), Key.from_bytes(bytes(range(32))))


# -- text ----------------------------------------------------------------------------------------

# Of each corner: what stands there, {} being the number in one of its forms, {:hex}, {:base64} and
# so on the same in another spelling.
MYSQL = {
    "string": "INSERT INTO `t` VALUES (1,'{}');",
    "number": "INSERT INTO `t` VALUES ({:plain},'x');",
    "double quotes": 'INSERT INTO `t` VALUES (1,"{}");',
    "escaped string": r"INSERT INTO `t` VALUES (1,'O\'N \n{}\0');",
    "several rows": "INSERT INTO `t` VALUES (1,'x'),\n(2,'{}'),\n(3,'y');",
    "extra value": "INSERT INTO `t` (a) VALUES (1,2,'{}');",
    "expression": "INSERT INTO `t` VALUES (1,CONCAT('a',UPPER('{}')));",
    "hexadecimal": "INSERT INTO `t` VALUES (1,0x{:hex});",
    "hexadecimal string": "INSERT INTO `t` VALUES (1,X'{:hex}');",
    "binary string": "INSERT INTO `t` VALUES (1,_binary '{}');",
    "JSON": r"""INSERT INTO `t` VALUES (1,'{{\"a\": [\"{}\"]}}');""",
    "PHP's serialised text": r"""INSERT INTO `t` VALUES (1,'a:1:{{s:2:\"id\";s:13:\"{:plain}\";}}');""",
    "base64": "INSERT INTO `t` VALUES (1,'{:base64}');",
    "HTML": "INSERT INTO `t` VALUES (1,'<p>call <b>{}</b></p>');",
    "on duplicate key": "INSERT INTO `t` VALUES (1,'a') ON DUPLICATE KEY UPDATE a='{}';",
    "replace": "REPLACE INTO `t` SET a='{}';",
    "update": "UPDATE `t` SET a=1 WHERE cnic='{}';",
    "delete": "DELETE FROM t WHERE cnic IN ('{}','x');",
    "user variable": "SET @card := '{}';",
    "user": "CREATE USER '{}'@'localhost' IDENTIFIED BY 'x';",
    "comment": "-- {}",
    "comment with #": "# {}",
    "comment block": "/* a\n {} */",
    "conditional comment": "/*!50003 SET @x='{}' */;",
    "comment between rows": "INSERT INTO `t` VALUES (1,'x'), -- {}\n(2,'y');",
    "definer": "CREATE DEFINER=`{}`@`h` VIEW v AS SELECT 1;",
    "view": "CREATE VIEW v AS SELECT * FROM t WHERE b = '{}';",
    "trigger": "DELIMITER ;;\nCREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN SET @a='{}'; END;;\nDELIMITER ;",
    "event": "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t WHERE a = '{}';",
    "name of a table": "CREATE TABLE `t{}` (a int);",
    "name of a column": "CREATE TABLE q (`{}` int);",
    "name of a key": "CREATE TABLE q (a int, KEY `k_{}` (a));",
    "default": "CREATE TABLE q (a text DEFAULT '{}');",
    "comment of a column": "CREATE TABLE q (a text COMMENT '{}');",
    "comment of a table": "CREATE TABLE q (a text) COMMENT='{}';",
    "enumeration": "CREATE TABLE q (a enum('x','{}'));",
    "check": "CREATE TABLE q (a text, CHECK (a <> '{}'));",
    "generated column": "CREATE TABLE q (a text GENERATED ALWAYS AS (CONCAT(b,'{}')) STORED);",
    "partition": "ALTER TABLE q PARTITION BY LIST COLUMNS(a) (PARTITION p VALUES IN ('{}'));",
    "file": "LOAD DATA INFILE '/home/{}.csv' INTO TABLE q;",
    "unclosed quote": "INSERT INTO `t` VALUES (1,'{}",
}
POSTGRESQL = {
    "string": "INSERT INTO public.t VALUES (1, '{}');",
    "number": "INSERT INTO public.t VALUES ({:plain}, 'x');",
    "escape string": r"INSERT INTO public.t VALUES (1, E'\t\x41{}\n');",
    "dollar quotes": "INSERT INTO public.t VALUES (1, $a${}$a$);",
    "cast": "INSERT INTO public.t VALUES (1, '{}'::character varying(15));",
    "bytes": r"INSERT INTO public.t VALUES (1, '\x{:hex}');",
    "array": "INSERT INTO public.t VALUES (1, '{{a,{}}}');",
    "record": """INSERT INTO public.t VALUES (1, '(1,"{}",x)');""",
    "JSON": """INSERT INTO public.t VALUES (1, '{{"a": {{"b": "{}"}}}}');""",
    "hstore": """INSERT INTO public.t VALUES (1, '"a"=>"{}"');""",
    "several rows": "INSERT INTO public.t VALUES (1, 'x'),\n\t(2, '{}');",
    "copy": "COPY public.t (a, b) FROM stdin;\n1\t{}\n\\.\n",
    "number in a copy": "COPY public.t (a, b) FROM stdin;\n{:plain}\t\\N\n\\.\n",
    "escape in a copy": "COPY public.t (a, b) FROM stdin;\n1\ta\\t{}\\nb\n\\.\n",
    "bytes in a copy": "COPY public.t (a, b) FROM stdin;\n1\t\\\\x{:hex}\n\\.\n",
    "extra cell of a copy": "COPY public.t (a) FROM stdin;\n1\t2\t{}\n\\.\n",
    "copy csv": "COPY t (a, b) FROM stdin WITH (FORMAT csv, DELIMITER ';', HEADER);\na;b\n1;\"x; {}\"\n\\.\n",
    "header of a copy": "COPY t (a, b) FROM stdin csv header;\na,{}\n\\.\n",
    "behind a copy": "COPY t (a) FROM stdin;\n1\n\\.\n{}",
    "comment": "-- {}",
    "nested comment": "/* a /* b */ {} */",
    "comment on a table": "COMMENT ON TABLE public.t IS '{}';",
    "name of a table": 'CREATE TABLE "t {}" (a integer);',
    "name of a column": 'CREATE TABLE public.q ("{}" integer);',
    "name of a constraint": 'ALTER TABLE ONLY public.t ADD CONSTRAINT "k {}" PRIMARY KEY (a);',
    "default": "CREATE TABLE public.q (a text DEFAULT '{}'::text);",
    "check": "CREATE TABLE public.q (a text, CHECK ((a <> '{}'::text)));",
    "view": "CREATE VIEW public.v AS SELECT t.a FROM public.t WHERE (t.b = '{}'::text);",
    "function": "CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $_$ select '{}' $_$;",
    "trigger": "CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION f('{}');",
    "index": "CREATE INDEX i ON public.t USING btree (a) WHERE (b = '{}'::text);",
    "sequence": "SELECT pg_catalog.setval('public.t_id_seq', {:plain}, true);",
    "role": 'ALTER TABLE public.t OWNER TO "{}";',
    "client command": "\\connect {}\n",
    "enumeration": "CREATE TYPE public.e AS ENUM ('x', '{}');",
    "large object": r"SELECT pg_catalog.lowrite(0, '\x{:hex}');",
}
SQL_SERVER = {
    "string": "INSERT [dbo].[T] ([a], [b]) VALUES (1, N'{}')",
    "number": "INSERT [dbo].[T] ([a], [b]) VALUES ({:plain}, N'x')",
    "decimal": "INSERT [dbo].[T] ([a], [b]) VALUES (CAST({:plain} AS Decimal(18, 0)), NULL)",
    "cast": "INSERT [dbo].[T] ([a], [b]) VALUES (1, CAST(N'{}' AS nvarchar(20)))",
    "binary": "INSERT [dbo].[T] ([a], [b]) VALUES (1, 0x{:hex})",
    "binary UTF-16": "INSERT [dbo].[T] ([a], [b]) VALUES (1, 0x{:hex16})",
    "XML": "INSERT [dbo].[T] ([a], [b]) VALUES (1, N'<p n=\"{}\">x</p>')",
    "float": "INSERT [dbo].[T] ([a], [b]) VALUES ({:float}, N'x')",
    "comment": "/****** Object:  Table [dbo].[{}]    Script Date: 1/2/2021 ******/",
    "line comment": "-- {}",
    "name of a table": "CREATE TABLE [dbo].[t {}]([a] [int] NULL)",
    "name of a column": "CREATE TABLE [dbo].[q]([{}] [int] NULL)",
    "default": "ALTER TABLE [dbo].[T] ADD DEFAULT (N'{}') FOR [b]",
    "check": "ALTER TABLE [dbo].[T] WITH CHECK ADD CHECK (([b]<>N'{}'))",
    "property": "EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'{}' , @level0type=N'SCHEMA'",
    "print": "PRINT N'{}'",
    "procedure": "CREATE PROCEDURE [dbo].[p] AS SELECT * FROM T WHERE b = '{}'\nGO",
    "view": "CREATE VIEW [dbo].[v] AS SELECT a FROM T WHERE b = '{}'\nGO",
    "name of the database": "USE [db {}]\nGO",
    "login": "CREATE USER [{}] FOR LOGIN [x]",
    "select": "INSERT INTO T SELECT 1, '{}' UNION ALL SELECT 2, 'x'",
    "variable": "DECLARE @c varchar(15) = '{}'",
}
SQLITE = {
    "string": "INSERT INTO t VALUES(1,'{}');",
    "number": "INSERT INTO t VALUES({:plain},'x');",
    "float": "INSERT INTO t VALUES({:float},'x');",
    "BLOB": "INSERT INTO t VALUES(1,X'{:hex}');",
    "replaced line ends": r"INSERT INTO t VALUES(1,replace('a\n{}\nb','\n',char(10)));",
    "unistr": r"INSERT INTO t VALUES(1,unistr('a\u000a{}'));",
    "unistr in escapes": "INSERT INTO t VALUES(1,unistr('{:escaped}'));",
    "name of a table": 'CREATE TABLE IF NOT EXISTS "t {}"(a INTEGER);',
    "name of a column": 'CREATE TABLE q("{}" INTEGER);',
    "default": "CREATE TABLE q(a TEXT DEFAULT '{}');",
    "check": "CREATE TABLE q(a TEXT CHECK(a <> '{}'));",
    "remark": "CREATE TABLE q(a TEXT /* {} */);",
    "view": "CREATE VIEW v AS SELECT a FROM t WHERE b = '{}';",
    "trigger": "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b='{}' WHERE a=new.a; END;",
    "partial index": "CREATE INDEX i ON t(a) WHERE b = '{}';",
    "schema row": "INSERT INTO sqlite_schema(type,name,sql) VALUES('table','x','CREATE VIRTUAL TABLE x USING fts5(\"{}\")');",
    "comment": "-- {}",
}
ORACLE = {
    "string": "Insert into HR.EMP (ID,NAME) values (1,'{}');",
    "number": "Insert into HR.EMP (ID,NAME) values ({:plain},'x');",
    "other quotes": "Insert into HR.EMP (ID,NAME) values (1,q'[it's {}]');",
    "function": "Insert into HR.EMP (ID,NAME) values (1,TO_CLOB('{}'));",
    "joined": "Insert into HR.EMP (ID,NAME) values (1,TO_CLOB('a ') || TO_CLOB('{} b'));",
    "hexadecimal": "Insert into HR.EMP (ID,NAME) values (1,HEXTORAW('{:hex}'));",
    "date": "Insert into HR.EMP (ID,NAME,BORN) values (1,'{}',to_date('01-JAN-13','DD-MON-RR'));",
    "remark": "REM INSERTING into HR.EMP {}",
    "prompt": "PROMPT {}",
    "comment": "-- {}",
    "comment on a column": 'COMMENT ON COLUMN "HR"."EMP"."NAME" IS \'{}\';',
    "name of a table": 'CREATE TABLE "HR"."E {}" ("ID" NUMBER(10,0));',
    "name of a column": 'CREATE TABLE "HR"."F" ("{}" NUMBER(10,0));',
    "default": "CREATE TABLE \"HR\".\"F\" (\"ID\" VARCHAR2(20) DEFAULT '{}');",
    "procedure": "CREATE OR REPLACE PROCEDURE p AS BEGIN x := '{}'; END;\n/",
    "variable": "DEFINE card = '{}'",
    "insert all": "INSERT ALL INTO EMP (ID) VALUES ('{}') SELECT * FROM DUAL;",
}
JSON = {
    "string": '{{"a": "{}"}}',
    "number": '{{"a": {:plain}}}',
    "float": '{{"a": {:float}}}',
    "key": '{{"{}": 1}}',
    "key of an object": '{{"{}": {{"x": 1}}}}',
    "duplicate key": '{{"d": "x", "d": "{}"}}',
    "array in an array": '{{"a": [1, ["{}"]]}}',
    "escapes": '{{"a": "\\u0009{}\\n"}}',
    "digits in escapes": '{{"a": "{:escaped}"}}',
    "invalid escape": '{{"a": "\\x0B{}"}}',
    "extended JSON": '{{"_id": {{"$oid": "5f0000000000000000000000"}}, "c": {{"$numberLong": "{:plain}"}}}}',
    "binary of extended JSON": '{{"c": {{"$binary": {{"base64": "{:base64}", "subType": "00"}}}}}}',
    "JSON in a string": '{{"log": "{{\\"phone\\": \\"{}\\"}}"}}',
    "JSON in JSON in a string": '{{"log": "{{\\"p\\": \\"[{{\\\\\\"q\\\\\\": \\\\\\"{}\\\\\\"}}]\\"}}"}}',
    "key in a string": '{{"log": "{{\\"{}\\": 1}}"}}',
    "base64": '{{"a": "{:base64}"}}',
    "hexadecimal": '{{"a": "{:hex}"}}',
    "address": '{{"u": "https://x.pk/?q={}&r=1"}}',
    "percent": '{{"u": "https://x.pk/?q={:percent}"}}',
    "HTML": '{{"h": "<p>call <b>{}</b></p>"}}',
    "entities": '{{"h": "{:entities}"}}',
    "single quotes": "{{'a': '{}'}}",
    "shell call": '{{"a": NumberLong({:plain}), "b": ObjectId("{}")}}',
    "comment": '{{"a": 1}} // {}',
    "bare text": '{{"a": {}}}',
    "bulk line": '{{"index": {{"_id": "{}"}}}}',
    "data address": '{{"a": "data:text/plain,{}"}}',
    "misread bytes": '{{"a": "{:misread}"}}',
    "misread bytes in escapes": '{{"a": "{:misread_escaped}"}}',
    "unclosed": '{{"a": "{}',
}
MARKUP = {
    "text": "<p>call {}</p>",
    "inline tags": "<p>call {:tags} now</p>",
    "comment in a text": "<p>{:commented}</p>",
    "entities": "<p>{:entities}</p>",
    "named entities": "<p>{:named}</p>",
    "soft hyphens": "<p>{:soft}</p>",
    "attribute": "<img alt='{}'>",
    "attribute without quotes": "<a href=tel:{}>x</a>",
    "entities in an attribute": '<a title="{:entities}">x</a>',
    "form field": '<input type="hidden" name="c" value="{}">',
    "comment": "<!-- {} -->",
    "comment with tags": "<!-- <p>{}</p> -->",
    "conditional comment": "<!--[if IE]><p>{}</p><![endif]-->",
    "CDATA": "<x><![CDATA[{}]]></x>",
    "script": "<script>var x = '{}';</script>",
    "JSON in a script": '<script type="application/json">{{"a":"{}"}}</script>',
    "style": "<style>p:after{{content:'{}'}}</style>",
    "title": "<title>{}</title>",
    "meta": '<meta name="author" content="{}">',
    "textarea": "<textarea>{}</textarea>",
    "noscript": "<noscript>{}</noscript>",
    "template": "<template><p>{}</p></template>",
    "name of a tag": "<x{}>y</x{}>",
    "name of an attribute": "<p data-{}=1>y</p>",
    "address": "<a href='?q={}&x=1'>z</a>",
    "percent": "<a href='?q={:percent}'>z</a>",
    "data address": "<a href='data:text/plain,{}'>z</a>",
    "data address in base64": "<a href='data:text/plain;base64,{:base64}'>z</a>",
    "table": "<table><tr><th>x<th>y</tr><tr><td>a<td>{}</table>",
    "SVG": "<svg><text>{}</text><desc>x</desc></svg>",
    "processing instruction": "<?php echo '{}'; ?>",
    "declaration": '<!ENTITY x "{}">',
    "lonely bracket": "<p>a < {} > b</p>",
    "unclosed attribute": "<p title='{}",
}
XML = {
    "element": "<cnic>{}</cnic>",
    "attribute": '<p cnic="{}"/>',
    "named field": '<field name="cnic">{}</field>',
    "property list": "<dict><key>cnic</key><string>{}</string></dict>",
    "key of a property list": "<dict><key>{}</key><true/></dict>",
    "number": "<n>{:plain}</n>",
    "entities": "<n>{:entities}</n>",
    "CDATA": "<x><![CDATA[<b>{}</b>]]></x>",
    "comment": "<!-- {} -->",
    "processing instruction": "<?app data='{}'?>",
    "name of an element": "<x{}>y</x{}>",
    "name space": '<y xmlns:z="urn:{}"/>',
    "place mark": '<Placemark><ExtendedData><Data name="id"><value>{}</value></Data></ExtendedData></Placemark>',
    "text of Excel's XML": '<Cell><Data ss:Type="Number">{:plain}</Data></Cell>',
    "base64": "<photo>{:base64}</photo>",
    "element of an SMS backup": '<sms address="+92" body="card {}" readable_date="x" />',
}
WHATSAPP = {
    "line before the first message": "chat about {}",
    "text": "12/03/2021, 21:05 - Ali: mera card {}",
    "sender": "12/03/2021, 21:05 - {}: hi",
    "second line": "12/03/2021, 21:05 - Ali: hi\nsecond {} line",
    "message of the program": "12/03/2021, 21:06 - Ali changed the subject to “{}”",
    "person added": "12/03/2021, 21:06 - Ali added {}",
    "file attached": "12/03/2021, 21:07 - Ali: {}.pdf (file attached)",
    "contact card": "12/03/2021, 21:07 - Ali: {}.vcf (file attached)",
    "caption": "12/03/2021, 21:07 - Ali: IMG-20210312-WA0001.jpg (file attached)\n{}",
    "mention": "12/03/2021, 21:08 - Ali: @\u2068{}\u2069 salam",
    "poll": "12/03/2021, 21:08 - Ali: POLL:\nkaun?\nOPTION: {} (2 votes)",
    "place": "12/03/2021, 21:08 - Ali: location: https://maps.google.com/?q={}",
    "address": "12/03/2021, 21:08 - Ali: https://x.pk/?cnic={}&a=1",
    "percent": "12/03/2021, 21:08 - Ali: https://x.pk/?cnic={:percent}",
    "marks of direction": "12/03/2021, 21:09 - Ali: \u200e\u202a{}\u202c",
    "no-break blanks": "12/03/2021, 21:09 - Ali: {:nobreak}",
    "zero width marks": "12/03/2021, 21:09 - Ali: {:zerowidth}",
    "bold": "12/03/2021, 21:09 - Ali: *{}* _x_",
    "edited": "12/03/2021, 21:10 - Ali: {} <This message was edited>",
    "iOS text": "[12/03/2021, 9:05:33\u202fPM] Ali: \u200ecard {}",
    "iOS attachment": "[12/03/2021, 9:05:33\u202fPM] Ali: \u200e<attached: 00000012-{}.opus>",
    "iOS contact": "[12/03/2021, 9:05:33\u202fPM] Ali: \u200e<attached: 00000013-{}.vcf>",
}
VCARD = {
    "name": "N:{};;;;",
    "formatted name": "FN:{}",
    "nickname": "NICKNAME:{}",
    "phone": "TEL;TYPE=CELL:{}",
    "waid": "TEL;type=CELL;waid={:plain}:+92 300 1234567",
    "parameter": "TEL;X-LABEL={}:+92 300 1234567",
    "group": "{:plain}.TEL:+92 300 1234567",
    "label of an iPhone": "item1.TEL:+92 300 1234567\r\nitem1.X-ABLabel:{}",
    "address": "ADR;TYPE=HOME:;;H 5 {};Lahore;;54000;PK",
    "label of an address": 'ADR;LABEL="{}":;;H 5;Lahore;;54000;PK',
    "e-mail": "EMAIL:x{:plain}@example.com",
    "organisation": "ORG:Co;{}",
    "title": "TITLE:{}",
    "note": "NOTE:card {}",
    "folded note": "NOTE:card {:folded}",
    "escapes": "NOTE:a\\, b\\n{}\\; x",
    "address of a page": "URL:https://x.pk/?c={}",
    "messenger": "X-SKYPE:{}",
    "unknown property": "X-OTHER:{}",
    "name of a property": "X-{:plain}:x",
    "Android's own": "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;{};1;;;;;;;;;;;;;",
    "custom date": "item2.X-ABDATE:{}",
    "relation": "X-ABRELATEDNAMES:{}",
    "UID": "UID:{}",
    "revision": "REV:{}",
    "program": "PRODID:-//{}//EN",
    "category": "CATEGORIES:x,{}",
    "base64 text": "NOTE;ENCODING=b:{:base64}",
    "photograph": "PHOTO;ENCODING=b;TYPE=JPEG:{:photo}",
    "key": "KEY;ENCODING=b:{:base64}",
    "line that is no property": "just words {}",
}
VCARD_2 = {
    "quoted-printable": "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{:quoted}",
    "soft line end": "NOTE;ENCODING=QUOTED-PRINTABLE:card {:softened}",
    "quoted-printable name": "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;{:quoted};;;",
    "quoted-printable address": "ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;{:quoted};;;;",
    "bare parameter": "TEL;CELL;{}:+92 300 1234567",
    "photograph": "PHOTO;JPEG;ENCODING=BASE64:{:photo}\r\n\r\n",
    "phone": "TEL;CELL;PREF:{}",
}
VCARD_4 = {
    "tel address": 'TEL;VALUE=uri;TYPE="cell,voice":tel:{}',
    "data address": "NOTE;VALUE=uri:data:text/plain;base64,{:base64}",
    "relation": "RELATED;TYPE=spouse;VALUE=text:{}",
    "related address": "RELATED;VALUE=uri:tel:{}",
    "XML": "XML:<x>{}</x>",
    "messenger": "IMPP:xmpp:{:plain}@example.com",
    "client": "CLIENTPIDMAP:1;urn:uuid:{}",
    "member": "MEMBER:tel:{}",
    "alternative": "N;ALTID=1;LANGUAGE=ur:{};;;;",
    "sorting": 'N;SORT-AS="{}":x;;;;',
}


def forms_of(number: str, form: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that gives the number in the spelling that a corner asks for."""
    text, digits = form(number), dashed(number)

    def spelt(how: str) -> str:
        return {
            "": text,
            "plain": number,
            "float": f"{number}.0",
            "hex": text.encode().hex(),
            "hex16": text.encode("utf-16-le").hex().upper(),
            "base64": base64.b64encode(f"card {text} ok".encode()).decode(),
            "escaped": "".join(f"\\u{ord(c):04x}" for c in digits),
            "misread": urdu(number).encode().decode("latin-1"),
            "misread_escaped": "".join(f"\\u{byte:04x}" for byte in urdu(number).encode()),
            "percent": quote(f"card {text}").replace("-", "%2D"),
            "entities": "".join(f"&#{ord(c)};" if n % 2 else f"&#x{ord(c):x};" for n, c in enumerate(digits)),
            "named": digits.replace("-", "&ndash;"),
            "soft": digits.replace("-", "&shy;-"),
            "tags": f"{number[:3]}<b>{number[3:5]}-{number[5:8]}</b>{number[8:12]}<i class='x'>-</i>{number[12]}",
            "commented": f"{digits[:6]}<!-- x -->{digits[6:]}",
            "nobreak": digits.replace("-", "\u00a0"),
            "zerowidth": "\u200b".join(digits),
            "folded": f"{digits[:4]}\r\n {digits[4:]}",
            "quoted": "".join(f"={byte:02X}" for byte in text.encode()),
            "softened": f"{digits[:4]}=\r\n{digits[4:]}",
            "photo": base64.b64encode(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + text.encode() + bytes(40)).decode(),
        }[how]

    return spelt


_PLACE = re.compile(r"\{\{|\}\}|\{(?::(\w+))?\}")


def filled(corners: dict[str, str], numbers: dict[str, str]) -> dict[str, str]:
    """Return what stands in each corner, each number in another form than the one before."""
    made = {}
    for place, (corner, template) in enumerate(corners.items()):
        spelt = forms_of(numbers[corner], FORMS[place % len(FORMS)])
        made[corner] = _PLACE.sub(
            lambda m, s=spelt: m[0][0] if m[0] in {"{{", "}}"} else s(m[1] or ""), template
        )
    return made


def statements(head: str, corners: dict[str, str]) -> bytes:
    return (head + "\n".join(corners.values()) + "\n").encode()


def script(corners: dict[str, str]) -> bytes:
    head = "USE [crm]\nGO\nSET ANSI_NULLS ON\nGO\nCREATE TABLE [dbo].[T](\n\t[a] [bigint] NULL,\n\t[b] [nvarchar](50) NULL\n)\nGO\n"
    return ("\ufeff" + head + "\n".join(corners.values()) + "\nGO\n").replace("\n", "\r\n").encode("utf-16-le")


def chat(corners: dict[str, str]) -> bytes:
    return "\n".join(corners.values()).encode()


def contacts(version: str, corners: dict[str, str]) -> bytes:
    cards = [f"BEGIN:VCARD\r\nVERSION:{version}\r\n{line}\r\nEND:VCARD\r\n" for line in corners.values()]
    return "".join(cards).encode()


def page(corners: dict[str, str]) -> bytes:
    return ("<!DOCTYPE html>\n<html><body>\n" + "\n".join(corners.values())).encode()


def xml(corners: dict[str, str]) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<root>\n' + "\n".join(corners.values()) + "\n</root>\n").encode()


TEXTS: dict[str, tuple[str, str, dict[str, str], Callable[[dict[str, str]], bytes]]] = {
    "MySQL": ("SQL dumps", "a.sql", MYSQL, lambda c: statements("-- MySQL dump 10.13\nCREATE TABLE `t` (`a` bigint, `b` text);\n", c)),
    "PostgreSQL": ("SQL dumps", "a.sql", POSTGRESQL, lambda c: statements("--\n-- PostgreSQL database dump\n--\nSET standard_conforming_strings = on;\nCREATE TABLE public.t (a bigint, b text);\n", c)),
    "SQL Server": ("SQL dumps", "a.sql", SQL_SERVER, script),
    "SQLite dump": ("SQL dumps", "a.sql", SQLITE, lambda c: statements("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a INTEGER, b TEXT);\n", c)),
    "Oracle": ("SQL dumps", "a.sql", ORACLE, lambda c: statements('SET DEFINE OFF;\nCREATE TABLE "HR"."EMP" ("ID" NUMBER(20,0), "NAME" VARCHAR2(50));\n', c)),
    "JSON": ("JSON", "a.json", JSON, lambda c: "\n".join(c.values()).encode()),
    "HTML": ("HTML and XML", "a.html", MARKUP, page),
    "XML": ("HTML and XML", "a.xml", XML, xml),
    "WhatsApp": ("WhatsApp", "WhatsApp Chat.txt", WHATSAPP, chat),
    "vCard 3.0": ("Contacts", "a.vcf", VCARD, lambda c: contacts("3.0", c)),
    "vCard 2.1": ("Contacts", "a.vcf", VCARD_2, lambda c: contacts("2.1", c)),
    "vCard 4.0": ("Contacts", "a.vcf", VCARD_4, lambda c: contacts("4.0", c)),
}  # fmt: skip


# -- chats, mail, archives -----------------------------------------------------------------------


def telegram(numbers: dict[str, str]) -> bytes:
    given = iter(numbers.values())
    forms = (form for _ in range(99) for form in FORMS)

    def one() -> str:
        return next(forms)(next(given))

    def message(**more: object) -> dict[str, object]:
        return {"id": 1, "type": "message", "date": "2021-03-12T21:05:00", "from": "Ali", "from_id": "user1", "text": "x", **more}

    number = next(given)
    pieces = ["mera ", {"type": "bold", "text": dashed(number)[:9]}, dashed(number)[9:], " hai"]
    messages = [
        message(text=pieces),
        message(text=f"card {one()}"),
        message(text=["x ", {"type": "phone", "text": one()}]),
        message(text=["x ", {"type": "text_link", "text": "here", "href": f"https://x.pk/?c={one()}"}]),
        message(text="x", text_entities=[{"type": "plain", "text": one()}]),
        message(**{"from": one()}),
        message(from_id=f"user{next(given)}"),
        message(forwarded_from=one()),
        message(saved_from=one()),
        message(via_bot=f"@{next(given)}bot"),
        message(author=one()),
        message(actor=one(), action="invite_members", members=["x"], type="service"),
        message(members=[one()], action="invite_members", type="service"),
        message(title=one(), action="edit_group_title", type="service"),
        message(contact_information={"first_name": one(), "last_name": "", "phone_number": "+92 300 1234567"}),
        message(contact_information={"first_name": "A", "last_name": "", "phone_number": one()}),
        message(contact_vcard=f"contacts/{one()}.vcf"),
        message(file=f"files/{one()}.pdf", mime_type="application/pdf"),
        message(file_name=one()),
        message(poll={"question": one(), "answers": [{"text": "x", "voters": 1}]}),
        message(poll={"question": "x", "answers": [{"text": one(), "voters": 1}]}),
        message(place_name=one(), address="x"),
        message(address=one()),
        message(inline_bot_buttons=[[{"type": "callback", "text": "x", "data": one()}]]),
        message(reactions=[{"type": "emoji", "count": 1, "recent": [{"from": one(), "from_id": "user1"}]}]),
        message(game_title=one()),
        message(self_destruct_period_seconds=int(next(given))),
        message(**{one(): "x"}),
    ]
    account = {
        "personal_information": {"user_id": int(next(given)), "first_name": one(), "phone_number": one(), "bio": one()},
        "contacts": {"list": [{"first_name": one(), "last_name": "", "phone_number": "0", "date": "2021"}]},
        "frequent_contacts": {"list": [{"id": 1, "category": "people", "type": "user", "name": one()}]},
        "sessions": {"list": [{"last_ip": "1.1.1.1", "application_name": one()}]},
        "chats": {"about": "x", "list": [
            {"name": one(), "type": "personal_chat", "id": int(next(given)), "messages": messages},
        ]},
    }  # fmt: skip
    return json.dumps(account, indent=1, ensure_ascii=False).encode()


TELEGRAM = (
    "text in pieces", "text", "phone in pieces", "link", "text entity", "sender", "id of a sender",
    "forwarded from", "saved from", "bot", "author", "actor", "member", "title", "name of a contact",
    "phone of a contact", "contact card", "file", "name of a file", "question of a poll",
    "answer of a poll", "place", "address", "button", "reaction", "game", "number", "unknown key",
    "id of the account", "name of the account", "phone of the account", "bio", "name in the contacts",
    "frequent contact", "session", "name of a chat", "id of a chat",
)  # fmt: skip
PAGE = {
    "title": "",
    "name of the chat": "",
    "service message": '<div class="message service"><div class="body details">\n{}\n</div></div>',
    "sender": '<div class="from_name">\n{}\n</div>',
    "forwarded from": '<div class="forwarded body"><div class="from_name">\n{} <span class="date details" title="12.03.2021 21:05:00"> 12.03.2021</span></div></div>',
    "text": '<div class="text">\ncard {}\n</div>',
    "text in pieces": '<div class="text">\ncard {:tags} hai\n</div>',
    "link": '<div class="text"><a href="tel:{}">x</a></div>',
    "code": '<div class="text"><code>{}</code></div>',
    "spoiler": '<div class="text"><span class="spoiler" onclick="ShowSpoiler(this)"><span aria-hidden="true">{}</span></span></div>',
    "mention": '<div class="text"><a href="" onclick="return ShowMentionName()">{}</a></div>',
    "initials": '<div class="initials">\n{}\n</div>',
    "contact": '<div class="media media_contact"><div class="title bold">\n{}\n</div><div class="status details">\n+92 300 1234567\n</div></div>',
    "phone of a contact": '<div class="media media_contact"><div class="title bold">\nx\n</div><div class="status details">\n{}\n</div></div>',
    "file": '<a class="media clearfix pull_left block_link media_file" href="files/{}.pdf"><div class="title bold">\nx\n</div></a>',
    "poll": '<div class="media_poll"><div class="question bold">\n{}\n</div><div class="answer">\n- x\n</div></div>',
    "answer of a poll": '<div class="media_poll"><div class="answer">\n- {}\n</div></div>',
    "reaction": '<span class="userpics"><div class="userpic" title="{}"></div></span>',
    "details": '<div class="pull_right date details" title="{}">x</div>',
    "reply": '<div class="reply_to details">In reply to <a href="#go_to_message1" onclick="return GoToMessage({:plain})">this message</a></div>',
    "signature": '<div class="signature details">{}</div>',
}  # fmt: skip


def telegram_page(corners: dict[str, str]) -> bytes:
    title, chat, *others = corners.values()
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"/><title>Exported Data {title}</title></head>'
        '<body onload="CheckLocation();"><div class="page_wrap"><div class="page_header"><div class="content">'
        f'<div class="text bold">\n{chat}\n</div></div></div><div class="page_body chat_page"><div class="history">\n'
        + "\n".join(
            one if "service" in one else f'<div class="message default clearfix" id="message{n}"><div class="body">{one}</div></div>'
            for n, one in enumerate(others)
        )
        + "\n</div></div></div></body></html>\n"
    ).encode()


TEXTS["Telegram HTML"] = ("Telegram", "messages.html", {**PAGE, "title": "{}", "name of the chat": "{}"}, telegram_page)

IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(64)
MAIL = {
    "name of the sender": "From: {} <a@example.com>",
    "address of the sender": "Sender: <x{:plain}@example.com>",
    "recipient": "To: b@example.com, {} <c@example.com>",
    "group of recipients": "Cc: {}: d@example.com;",
    "comment in an address": "Bcc: e@example.com ({})",
    "subject": "Subject: card {}",
    "encoded words": "Comments: {:words}",
    "encoded words in pieces": "Keywords: {:pieces}",
    "folded header": "Thread-Topic: card {:folded}",
    "date": "Date: Tue, 24 Nov 2020 10:00:00 +0500 ({})",
    "id of the message": "Message-ID: <{:plain}@example.com>",
    "reference": "References: <{:plain}@example.com>",
    "list": "List-Id: {} <x.example.com>",
    "program": "X-Mailer: {}",
    "label": "X-Gmail-Labels: {}",
    "route": "Received: from {} by x; Tue, 24 Nov 2020 10:00:00 +0500",
    "filter": "X-Spam-Report: {}",
    "signature": "DKIM-Signature: v=1; d={}",
    "unknown header": "X-Other: {}",
    "preamble": "",
    "plain text": "Content-Type: text/plain\n\ncard {}\n",
    "quoted-printable": "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{:quoted}\n",
    "soft line end": "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\ncard {:softened}\n",
    "base64": "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{:base64}\n",
    "UTF-16": "Content-Type: text/plain; charset=utf-16-le\nContent-Transfer-Encoding: base64\n\n{:base64_16}\n",
    "Windows-1256": "Content-Type: text/plain; charset=windows-1256\n\ncard {}\n",
    "wrong charset": "Content-Type: text/plain; charset=us-ascii\n\nکارڈ {}\n",
    "text of a wrong kind": "Content-Type: application/octet-stream\n\ncard {}\n",
    "HTML": "Content-Type: text/html; charset=utf-8\n\n<p>card {:tags}</p><!-- x -->\n",
    "comment in HTML": "Content-Type: text/html; charset=utf-8\n\n<p>x</p><!-- {} -->\n",
    "calendar": "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nSUMMARY:card {}\nEND:VCALENDAR\n",
    "contact": "Content-Type: text/vcard; charset=utf-8\n\nBEGIN:VCARD\nVERSION:3.0\nFN:x\nNOTE:card {:folded_lf}\nEND:VCARD\n",
    "table attached": 'Content-Type: text/csv; name="a.csv"\nContent-Disposition: attachment; filename="a.csv"\n\nname,cnic\nx,{}\ny,1\n',
    "name of a file": 'Content-Type: text/csv\nContent-Disposition: attachment; filename="{}.csv"\n\na,b\n1,2\n',
    "encoded name of a file": "Content-Type: text/csv\nContent-Disposition: attachment; filename*=utf-8''{:percent}.csv\n\na,b\n1,2\n",
    "parameter of a type": 'Content-Type: text/plain; x="{}"\n\nx\n',
    "description of a part": "Content-Type: text/plain\nContent-Description: {}\n\nx\n",
    "id of a part": "Content-Type: text/plain\nContent-ID: <{}>\n\nx\n",
    "image": "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n{:png}\n",
    "archive attached": 'Content-Type: application/zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="a.zip"\n\n{:zip}\n',
    "unknown transfer encoding": "Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\n{}\n",
    "delivery report": "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;{}\n",
    "subject of a message within": "Content-Type: message/rfc822\n\nFrom: x@example.com\nSubject: {}\nMessage-ID: <2@example.com>\n\nx\n",
    "text of a message within": "Content-Type: message/rfc822\n\nFrom: x@example.com\nSubject: s\nMessage-ID: <3@example.com>\n\ncard {}\n",
    "epilogue": "",
    "line of the mailbox": "",
    "second message": "",
}  # fmt: skip


def message(corners: dict[str, str]) -> bytes:
    heads = [text for text in corners.values() if re.match(r"[A-Z][\w-]*: (?!.*\n\n)", text) and "\n\n" not in text]
    parts = [text for text in corners.values() if "\n\n" in text]
    head = "\n".join(heads).replace("\r\n", "\n")
    body = "".join(f"--b\n{part}" for part in parts).replace("\r\n", "\n")
    return (
        f'{head}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        f"{corners['preamble']}\n{body}--b--\n{corners['epilogue']}\n"
    ).encode()


def mail_of(numbers: dict[str, str]) -> bytes:
    made = {}
    for place, (corner, template) in enumerate(MAIL.items()):
        number = numbers[corner]
        spelt = forms_of(number, FORMS[place % len(FORMS)])
        text = spelt("")
        own = {
            "words": Header(f"card {text}", "utf-8").encode(),
            "pieces": f"=?utf-8?q?{number[:5]}?= =?utf-8?b?{base64.b64encode(number[5:].encode()).decode()}?=",
            "folded_lf": spelt("folded").replace("\r", ""),
            "folded": f"{dashed(number)[:6]}\r\n {dashed(number)[6:]}",
            "base64_16": base64.b64encode(f"card {text}".encode("utf-16-le")).decode(),
            "png": base64.b64encode(IMAGE + text.encode()).decode(),
            "zip": base64.b64encode(zipped({"a.csv": f"name,cnic\nx,{text}\n".encode()})).decode(),
        }
        made[corner] = re.sub(r"\{(?::(\w+))?\}", lambda m, s=spelt, o=own: o.get(m[1] or "") or s(m[1] or ""), template or "card {}")
    return message(made)


def mailbox_of(numbers: dict[str, str]) -> bytes:
    single = mail_of(numbers)
    begin = f"From x{numbers['line of the mailbox']}@example.com Tue Nov 24 10:00:00 2020\n".encode()
    second = f"From: a@example.com\nSubject: s\n\ncard {numbers['second message']}\n".encode()
    return begin + single + b"\n" + b"From a@example.com Tue Nov 24 10:00:00 2020\n" + second + b"\n"


def zipped(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.comment = comment
    return sink.getvalue()


ARCHIVE = (
    "member", "name of a member", "name of a folder", "Urdu name of a member", "archive in an archive",
    "name in an archive in it", "compressed member", "name in gzip", "comment in gzip", "chat", "mail",
    "dump", "contacts", "second table", "name of a chat", "unknown member", "name of an unknown member",
)  # fmt: skip
ZIP = ("comment of the archive", "comment of a member", "extra field", "empty folder", "link")
TAR = ("owner", "group", "target of a link", "extended header", "global header", "long name", "folder", "bytes behind")


def gzipped(data: bytes, name: str = "", comment: str = "") -> bytes:
    body = gzip.compress(data, mtime=0)
    flags = (8 if name else 0) | (16 if comment else 0)
    extra = (name.encode() + b"\0" if name else b"") + (comment.encode() + b"\0" if comment else b"")
    return body[:3] + bytes([flags]) + body[4:10] + extra + body[10:]


def members_of(numbers: dict[str, str]) -> dict[str, bytes]:
    def text(corner: str) -> str:
        return FORMS[ARCHIVE.index(corner) % len(FORMS)](numbers[corner])

    table = "name,cnic\nx,{}\ny,1\n"
    return {
        "a.csv": table.format(text("member")).encode(),
        f"list {dashed(numbers['name of a member'])}.csv": b"a,b\n1,2\n",
        f"{numbers['name of a folder']}/b.csv": b"a,b\n1,2\n",
        f"فہرست {urdu(numbers['Urdu name of a member'])}.txt": b"x\n",
        "inner.zip": zipped({
            "c.csv": table.format(text("archive in an archive")).encode(),
            f"{dashed(numbers['name in an archive in it'])}.txt": b"x\n",
        }),
        "d.csv.gz": gzipped(
            table.format(text("compressed member")).encode(),
            f"{numbers['name in gzip']}.csv", dashed(numbers["comment in gzip"]),
        ),
        f"WhatsApp Chat with {dashed(numbers['name of a chat'])}.txt": f"12/03/2021, 21:05 - Ali: card {text('chat')}\n".encode(),
        "e.eml": f"From: a@example.com\nSubject: s\nMessage-ID: <1@example.com>\n\ncard {text('mail')}\n".encode(),
        "f.sql": f"-- MySQL dump 10\nINSERT INTO t VALUES (1,'{text('dump')}');\n".encode(),
        "g.vcf": f"BEGIN:VCARD\nVERSION:3.0\nFN:x\nNOTE:{text('contacts')}\nEND:VCARD\n".encode(),
        "h.csv": ("a;b\n" + "1;2\n" * 50 + f"3;{text('second table')}\n").encode(),
        "i.png": IMAGE + text("unknown member").encode(),
        f"IMG {dashed(numbers['name of an unknown member'])}.png": IMAGE,
    }  # fmt: skip


def zip_of(numbers: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members_of(numbers).items():
            archive.writestr(name, data)
        info = zipfile.ZipInfo("z.txt")
        info.comment = dashed(numbers["comment of a member"]).encode()
        value = dashed(numbers["extra field"]).encode()
        info.extra = b"\xfe\xca" + len(value).to_bytes(2, "little") + value
        archive.writestr(info, b"x\n")
        archive.writestr(f"{dashed(numbers['empty folder'])}/", b"")
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, dashed(numbers["link"]))
        archive.comment = dashed(numbers["comment of the archive"]).encode()
    return sink.getvalue()


def tar_of(numbers: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    headers = {"comment": dashed(numbers["global header"])}
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.PAX_FORMAT, pax_headers=headers) as archive:
        for name, data in members_of(numbers).items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.uname, info.gname = dashed(numbers["owner"]), dashed(numbers["group"])
            info.pax_headers = {"SCHILY.xattr.user.x": dashed(numbers["extended header"])}
            archive.addfile(info, io.BytesIO(data))
        long = tarfile.TarInfo("d/" * 60 + dashed(numbers["long name"]) + ".txt")
        long.size = 2
        archive.addfile(long, io.BytesIO(b"x\n"))
        folder = tarfile.TarInfo(dashed(numbers["folder"]))
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, dashed(numbers["target of a link"])
        archive.addfile(link)
    return sink.getvalue() + numbers["bytes behind"].encode().ljust(512, b"\0")


def seven_zip_of(numbers: dict[str, str], folder: Path) -> bytes:
    inside = folder / "in"
    for name, data in members_of(numbers).items():
        path = inside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    command = ["7z", "a", "-bd", "-y", str(folder / "made.7z"), "."]
    subprocess.run(command, cwd=inside, check=True, stdout=subprocess.DEVNULL)
    return (folder / "made.7z").read_bytes()


OTHERS: dict[str, tuple[str, str, tuple[str, ...], Callable[[dict[str, str]], bytes]]] = {
    "Telegram JSON": ("Telegram", "result.json", TELEGRAM, telegram),
    "message": ("Mail", "a.eml", tuple(MAIL)[:-2], lambda numbers: mail_of({**numbers, **dict.fromkeys(tuple(MAIL)[-2:], "0" * 13)})),
    "mailbox": ("Mail", "a.mbox", tuple(MAIL), mailbox_of),
    "zip": ("Archives", "a.zip", (*ARCHIVE, *ZIP), zip_of),
    "tar": ("Archives", "a.tar", (*ARCHIVE, *TAR), tar_of),
    "tar in gzip": ("Archives", "a.tgz", (*ARCHIVE, *TAR), lambda numbers: gzip.compress(tar_of(numbers))),
    "7-Zip": ("Archives", "a.7z", ARCHIVE, None),  # type: ignore[dict-item]
}  # fmt: skip


# In pieces that `found_in` does not put together: a copy has them in one.
HIDDEN = {"encoded words in pieces"}


@pytest.mark.parametrize("name", [*TEXTS, *OTHERS])
def test_no_number_stays_in_any_corner(name: str, pipeline: Pipeline, tmp_path: Path) -> None:
    if name in TEXTS:
        _, called, corners, build = TEXTS[name]
        numbers = dict(zip(corners, cnics(len(name)), strict=False))
        data = build(filled(corners, numbers))
    else:
        _, called, names, make = OTHERS[name]
        numbers = dict(zip(names, cnics(len(name)), strict=False))
        if make is None:
            if shutil.which("7z") is None or shutil.which("bsdtar") is None:
                pytest.skip("needs 7z and bsdtar")
            data = seven_zip_of(numbers, tmp_path)
        else:
            data = make(numbers)
    (tmp_path / called).write_bytes(data)
    # The search finds what was planted, or it would prove nothing.
    assert set(numbers) - set(found_in(data, numbers)) <= HIDDEN
    report = pipeline.run([tmp_path / called], tmp_path / "out")
    assert not report.unreadable
    (copy,) = [path for path in (tmp_path / "out").iterdir() if not path.name.startswith("report.")]
    assert found_in(copy.read_bytes(), numbers) == []


def test_the_documentation_lists_the_corners() -> None:
    lists: dict[str, list[str]] = {}
    for name, (section, _, corners, _) in [*TEXTS.items(), *OTHERS.items()]:
        lists.setdefault(section, []).append(f"({name}): {', '.join(corners)}.")
    for section, wanted in lists.items():
        text = DOCS.read_text("utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
        begin = "- Corners that a test plants a number in "
        found = [line.removeprefix(begin) for line in text.split("\n") if line.startswith(begin)]
        assert found == wanted
