"""The parts of the window, each under its name: one line a part, in the order of their making."""

from typing import TYPE_CHECKING

from annotator.ui.annotations.inspector import Inspector
from annotator.ui.annotations.list_panel import AnnotationListPanel
from annotator.ui.annotations.questions import Questions
from annotator.ui.announce import Announcer
from annotator.ui.articles.labels import ArticleLabels
from annotator.ui.articles.metadata import Metadata
from annotator.ui.articles.panel import ArticlesPanel
from annotator.ui.banner import Banner
from annotator.ui.checks.checking import Checking
from annotator.ui.dialogs import Dialogs
from annotator.ui.empty import EmptyState
from annotator.ui.entities.known import KnownEntities
from annotator.ui.files import Files
from annotator.ui.find_bar import FindBar
from annotator.ui.header import Header
from annotator.ui.jumping import Jumping
from annotator.ui.keymap import KeyMap
from annotator.ui.marking import Marking
from annotator.ui.mentions.pending import PendingMentions
from annotator.ui.mentions.project import ProjectMentions
from annotator.ui.patience import Patience
from annotator.ui.place import Place
from annotator.ui.printing.publishing import Publishing
from annotator.ui.reading.view import ReadingView
from annotator.ui.relating import Relating
from annotator.ui.review.team import Team
from annotator.ui.rooms import Rooms
from annotator.ui.status_line import StatusLine
from annotator.ui.welcome import Welcome
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Parts:
    """What the window is made of. A part is given the window and knows no other part by itself."""

    workspace: Workspace
    known_entities: KnownEntities
    view: ReadingView
    marking: Marking
    header: Header
    banner: Banner
    find_bar: FindBar
    articles: ArticlesPanel
    annotation_list: AnnotationListPanel
    inspector: Inspector
    status: StatusLine
    patience: Patience
    welcome: Welcome
    empty: EmptyState
    files: Files
    dialogs: Dialogs
    place: Place
    publishing: Publishing
    metadata: Metadata
    announcer: Announcer
    questions: Questions
    pending: PendingMentions
    project_mentions: ProjectMentions
    jumping: Jumping
    article_labels: ArticleLabels
    checking: Checking
    keymap: KeyMap
    relating: Relating
    rooms: Rooms
    team: Team

    def make(self: "MainWindow") -> None:  # type: ignore[misc]
        """Make the parts; later ones may use earlier ones."""
        self.workspace = Workspace(self.settings, self)
        self.known_entities = KnownEntities(self.workspace, self)
        self.view = ReadingView(self)
        self.marking = Marking(self.workspace, self.view, self)
        self.header = Header(self.theme, self)
        self.banner = Banner(self)
        self.find_bar = FindBar(self.workspace, self.view, self)
        self.articles = ArticlesPanel(self.workspace, self.theme, self)
        self.annotation_list = AnnotationListPanel(self.workspace, self.theme, self)
        self.inspector = Inspector(self.theme, self)
        self.status = StatusLine(self)
        self.patience = Patience(self)
        self.welcome = Welcome(self)
        self.empty = EmptyState(self)
        self.files = Files(self)
        self.dialogs = Dialogs(self)
        self.place = Place(self)
        self.publishing = Publishing(self)
        self.metadata = Metadata(self)
        self.announcer = Announcer(self)
        self.questions = Questions(self)
        self.pending = PendingMentions(self.marking, self.workspace, self.view)
        self.project_mentions = ProjectMentions(self)
        self.jumping = Jumping(self)
        self.article_labels = ArticleLabels(self)
        self.checking = Checking(self)
        self.keymap = KeyMap(self.settings, self)
        self.relating = Relating(self)
        self.rooms = Rooms(self)
        self.team = Team(self)
