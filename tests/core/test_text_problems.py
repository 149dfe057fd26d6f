"""Texts that came in damaged are told and can be put right; good ones stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.text_problems import problems, repaired

GOOD = "The harbour council of Skarvik met. “We’ll sail,” said Mayor Åse Øye – at 5 p.m."


@pytest.mark.parametrize(
    ("text", "kind", "mended"),
    [
        ("The mayorâ€™s ferry", "mojibake", "The mayor’s ferry"),
        ("SkÃ¥rvik og Ã˜ye", "mojibake", "Skårvik og Øye"),
        ("fer\u00adry", "hidden characters", "ferry"),
        ("fer\u200bry", "hidden characters", "ferry"),
        ("a \u202eb\u202c", "direction characters", "a b"),
        ("a\x07b", "control characters", "ab"),
        ("A &amp; B &quot;c&quot;", "escaped signs", 'A & B "c"'),
        ("a\ufffdb", "lost letters", None),
        ("The Kremlіn said", "mixed scripts", "The Kremlin said"),
        ("Mосква, Москвa", "mixed scripts", "Москва, Москва"),
        ("Der αnalyst, SMSка", "mixed scripts", None),
        ("MÃƒÂ¼nchen", "mojibake", "München"),
        ("Itâ\x80\x99s Ãªtre", "mojibake", "It’s être"),
        ("a\ufeffb\u2060c\u180ed", "hidden characters", "abcd"),
        ("\u2067a\u2069 \u202db\u202c", "direction characters", "a b"),
        ("0n th3 pi3r t|1e may0r sa1d th4t fe7ry wi11l g0ne", "OCR noise", None),
        (GOOD * 10 + "\nIt was told that the ferry would run again before the winter and the cou",
         "cut off", None),
        ("The council met and […]", "cut off", None),
    ],
)  # fmt: skip
def test_each_problem_is_told_and_put_right_where_it_can_be(text, kind, mended):
    found = {problem.kind: problem for problem in problems(text)}
    assert kind in found and found[kind].count >= 1
    assert found[kind].repaired == (mended is not None)
    assert repaired(text) == (text if mended is None else mended)


@pytest.mark.parametrize(
    "text",
    [GOOD, "می\u200cخواهم", "👩\u200d💻 works", "Москва и Oslo", "港口委员会。", "an iPhone"],
)
def test_good_texts_have_no_problem_and_stay(text):
    assert problems(text) == () and repaired(text) == text


CLEAN = {
    "en": "The harbour council promised on Monday that the ferry would sail. “We’ll pay,” said Mayor "  # noqa: E501
    "Åse Øye – at 5 p.m. An iPhone, eBay and McDonald’s; COVID-19, F-16s, 3D and WhatsApp.",
    "de": "Der Hafenrat versprach am Montag, dass die Nachtfähre wieder fahren werde. „Wir zahlen“, "  # noqa: E501
    "sagte sie um 17 Uhr. Die Bürger*innen und die StudentInnen klatschten (§ 5 Abs. 2).",
    "fr": "Le conseil du port a promis lundi que le bac reprendrait la mer. « Nous paierons », a dit "  # noqa: E501
    "la maire à 17 h 30 ; l’été, c’est sûr ! Les député·e·s ont voté : 3 000 €.",
    "es": "El consejo del puerto prometió el lunes que el barco volvería al mar. «Pagaremos», dijo "
    "la alcaldesa. ¿Cuándo? ¡Mañana! El 1.º de mayo; el 5 % más.",
    "it": "Il consiglio del porto ha promesso che il traghetto tornerà. «Pagheremo», ha detto: perché "  # noqa: E501
    "no? È così, l’estate è vicina.",
    "nl": "De havenraad beloofde dat de veerboot weer zou varen. ‘Wij betalen’, zei de burgemeester "  # noqa: E501
    "om 17.00 uur. Zo’n 1.000 coördinatoren; ’s avonds.",
    "pt": "O conselho do porto prometeu que a balsa voltaria ao mar. “Pagaremos”, disse às 17h30. NÃO "  # noqa: E501
    "há razão; é a lei n.º 5.",
    "pl": "Rada portu obiecała, że nocny prom wypłynie. „Zapłacimy” – powiedziała. Źdźbło, żółć.",
    "ru": "Совет порта пообещал, что паром выйдет в море. «Мы заплатим», — сказала мэр. Евросоюз и "
    "NATO, IT-рынок, SMS-рассылка, 5G-сети.",
    "uk": "Рада порту пообіцяла, що пором вийде в море. «Ми заплатимо», — сказала мерка. Об’єкт.",
    "el": "Το συμβούλιο του λιμανιού υποσχέθηκε ότι το πλοίο θα αποπλεύσει. «Θα πληρώσουμε», είπε. Η "  # noqa: E501
    "COVID-19 και το ΝΑΤΟ.",
    "tr": "Liman meclisi feribotun yeniden sefere çıkacağına söz verdi. Başkan “Öderiz” dedi; AB’nin "  # noqa: E501
    "ve İstanbul’un görüşü bu.",
    "ar": "وعد مجلس الميناء يوم الاثنين بأن العبّارة ستبحر. «سندفع»، قالت العمدة في الساعة ٥ مساءً؛ نعم.",  # noqa: E501
    "he": 'מועצת הנמל הבטיחה כי המעבורת תפליג שוב. "נשלם", אמרה ראשת העיר. צה"ל והאו"ם הסכימו.',
    "fa": "شورای بندر قول داد که کشتی دوباره حرکت می‌کند. شهردار گفت: «ما می‌پردازیم».",
    "zh": "港务委员会周一承诺，夜间渡轮将再次启航。“我们会付钱，”市长在下午5点说。A股和iPhone。",
    "ja": "港湾評議会は月曜日、夜間フェリーが再び運航すると約束した。「支払います」と市長は午後5時に述べた。",  # noqa: E501
    "ko": "항만 의회는 월요일 야간 여객선이 다시 운항할 것이라고 약속했다. 시장은 “우리가 지불하겠다”고 말했다.",  # noqa: E501
    "hi": "बंदरगाह परिषद ने सोमवार को वादा किया कि रात की नौका फिर से चलेगी। “हम भुगतान करेंगे,” महापौर ने कहा।",  # noqa: E501
    "th": "สภาท่าเรือสัญญาเมื่อวันจันทร์ว่าเรือข้ามฟากกลางคืนจะออกเดินเรืออีกครั้ง นายกเทศมนตรีกล่าว",
    "vi": "Hội đồng cảng hứa hôm thứ Hai rằng phà đêm sẽ lại ra khơi. “Chúng tôi sẽ trả tiền”, bà nói.",  # noqa: E501
}


@pytest.mark.parametrize("language", CLEAN)
@pytest.mark.parametrize("times", [1, 9])
def test_clean_news_of_any_language_has_no_problem(language, times):
    text = " ".join([CLEAN[language]] * times)
    assert problems(text) == () and repaired(text) == text


@given(st.text())
def test_any_text_can_be_looked_at(text):
    problems(text)
    assert not [p for p in problems(repaired(text)) if p.kind in ("control characters",)]
