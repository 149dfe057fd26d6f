"""Screens of a scale such as 125 %, which Qt takes at its start: in a process of its own."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication

application = QApplication([])
from annotator.core.annotation_set import AnnotationSet
from annotator.ui.reading.view import ReadingView
from annotator.ui.theme import DARK, LIGHT
from tests.ui.reading.making import SCHEME, article_of, picture

article = article_of("Fares.")
view = ReadingView()
view.resize(500, 400)
view.show()
view.show_article(article, AnnotationSet(article.id), SCHEME)
light = view._painter
view.set_theme(DARK)
dark = view._painter
width = view.viewport().width()
for y in range(200, 216):
    view._painter = dark
    view.viewport().update()
    picture(view)
    view._painter = light
    for top in (y, y + 50):
        view.viewport().update(QRect(0, top, width, 30))
    image = picture(view)
    seen = {image.pixelColor(3, row).name() for row in range(image.height())}
    assert seen == {LIGHT.paper, DARK.paper}, (y, seen)
print("scale", view.devicePixelRatioF())
"""


@pytest.mark.parametrize("scale", ["1.25", "1.5"])
def test_what_is_drawn_again_keeps_nothing_of_what_was_there(scale):
    environment = {**os.environ, "QT_SCALE_FACTOR": scale}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.stdout.strip() == f"scale {scale}", done.stderr
