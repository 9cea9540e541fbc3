"""The names of columns that other programs use for the fields of events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chrono.core.names import words

FIELD_NAMES: Mapping[str, Sequence[str]] = {
    field: [" ".join(words(name)) for name in names.split(", ")]
    for field, names in {
        "id": (
            "id, event id, uid, nr, no, key, nummer, lfd nr, numéro, número, numero, номер, 编号, "
            "序号, 番号"
        ),
        "date": (
            "date, start date, date from, day, when, start, starts, begin, occurred, occurred on, "
            "held on, datum, startdatum, tag, beginn, ab, date de début, début, jour, fecha, fecha "
            "de inicio, inicio, día, data, data inizio, data de início, início, giorno, dia, dato, "
            "дата, дата начала, начало, 日期, 时间, 开始日期, 開始日, 日付, 年月日, 日時, 날짜, "
            "التاريخ, تاريخ, tarih"
        ),
        "end": (
            "end, ends, end date, date to, until, finish, ende, enddatum, bis, date de fin, fin, "
            "fecha de fin, fecha final, data fine, fine, fim, конец, дата окончания, 结束日期, "
            "終了日"
        ),
        "type": (
            "type, event type, kind, category, form, format, art, typ, nature, tipo, тип, вид, "
            "формат, 类型, 形式, 方式, 種類, 種別, 유형, النوع"
        ),
        "title": (
            "title, headline, subject, event, titel, betreff, anlass, ereignis, titre, objet, "
            "évènement, sujet, título, asunto, evento, titolo, oggetto, assunto, onderwerp, "
            "название, заголовок, событие, 标题, 题目, 事件, 件名, 제목, العنوان"
        ),
        "actors": (
            "actors, actor, participants, participant, who, parties, people, person, traveller, "
            "traveler, visitor, leader, minister, official, name, names, agency, organisation, "
            "organization, body, delegates, attendees, attendee, beteiligte, teilnehmer, "
            "teilnehmende, wer, personen, besucher, invités, invité, qui, personne, personnes, "
            "nom, noms, visiteur, participantes, quién, persona, personas, nombre, nombres, "
            "asistentes, visitante, partecipanti, chi, nome, quem, pessoa, deelnemers, wie, naam, "
            "участники, кто, имя, 参与者, 参加者, 与会者, 出席人员, 人物, 姓名, 来访者, 出席者, "
            "氏名, 참석자, المشاركون"
        ),
        "place": (
            "place, where, location, venue, city, locale, town, geo, ort, wo, stadt, tagungsort, "
            "lieu, ville, endroit, lugar, ciudad, luogo, città, cidade, plaats, место, город, "
            "地点, 城市, 場所, 都市, 장소, المكان"
        ),
        "place_country": (
            "place country, host country, country, land, staat, gastland, pays, país, paese, "
            "страна, 国家, 国, 국가, الدولة, ülke"
        ),
        "summary": (
            "summary, description, remarks, details, event, text, abstract, comment, comments, "
            "body, beschreibung, zusammenfassung, inhalt, bemerkung, bemerkungen, résumé, contenu, "
            "remarques, resumen, descripción, descrizione, resumo, descrição, описание, "
            "содержание, 内容, 摘要, 描述, 说明, 概要"
        ),
        "tags": (
            "tags, tag, topics, topic, keywords, thema, themen, schlagworte, thème, thèmes, tema, "
            "temas, temi, тема, темы, 主题, 议题"
        ),
        "status": "status",
        "sources[1].url": (
            "url, link, source, source url, source link, web, quelle, lien, fuente, enlace, fonte, "
            "источник, ссылка, 来源, 链接, 网址, 出典"
        ),
        "sources[1].publisher": (
            "publisher, source, outlet, newspaper, quelle, medium, fuente, fonte, источник, 来源, "
            "出典"
        ),
        "notes": (
            "notes, note, notiz, notizen, anmerkung, anmerkungen, remarque, notas, примечание, 备注"
        ),
    }.items()
}
"""The names that the column of a field may have, in lower case and without accents.

The likeliest names come first. They are those of tables in several languages.
"""

COUNTERPARTS = {
    "counterpart", "counterparts", "with", "met", "guest", "guests", "interlocutor",
    "interlocutors", "gesprachspartner", "gast", "gaste", "interlocuteur", "interlocuteurs",
    "hote", "hotes", "invitado", "invitados", "ospite", "ospiti", "собеседник",
}  # fmt: skip
"""Words in the names of columns with the people whom the actors of another column met."""

OTHER_DATES = {
    "published", "publication", "created", "updated", "modified", "added", "announced", "posted",
    "accessed", "retrieved", "recorded", "entered", "upload", "uploaded", "birth", "source",
    "article", "veroffentlicht", "erstellt", "abgerufen", "publie", "publicado", "dateadded",
}  # fmt: skip
"""Words in the names of columns with dates that are probably not those of the events."""


def spelt(name: str) -> list[str]:
    """Return the words in a column's name, in lower case and without accents.

    The words of `Start_Date` and `startDate` are "start" and "date", and those of `Actor2Name` are
    "actor", "2" and "name".
    """
    apart = re.sub("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", " ", name.replace("_", " "))
    return words(apart)


def fields_called(name: str) -> list[str]:
    """Return the fields of events that other programs call `name`."""
    wanted = " ".join(spelt(name))
    return [field for field, names in FIELD_NAMES.items() if wanted in names]
