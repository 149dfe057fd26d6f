"""PySide6's slow import hook is off, and stays off with all of Qt that we use loaded."""

import subprocess
import sys

CODE = """
import builtins
own = builtins.__import__
import annotator.ui.application, annotator.ui.main_window
from PySide6 import QtGui, QtPrintSupport, QtSvg, QtWidgets
assert builtins.__import__ is own
from PySide6.QtCore import QObject, Signal
class Teller(QObject):
    told = Signal(int)
teller, heard = Teller(), []
teller.told.connect(heard.append)
teller.told.emit(7)
assert heard == [7] and QtCore_enum_works()
""".replace("QtCore_enum_works()", "__import__('PySide6.QtCore').QtCore.Qt.Key.Key_A.value == 65")


def test_python_imports_as_it_always_does():
    subprocess.run([sys.executable, "-c", CODE], check=True, timeout=60)
