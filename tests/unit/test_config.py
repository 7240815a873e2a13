import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.config import Config, Settings, load_config, parse_config
from reader.core.errors import StorageError
from reader.core.kept_pdf import PdfSettings
from reader.setting_file import changed_setting, write_setting

ROOT = Path(__file__).parents[2]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml") == Config()
    assert load_config(tmp_path / "none/config.toml") == Config()


def test_every_setting() -> None:
    config = parse_config(
        'theme = "any"\nview = "week"\nread_after = 1\nwidth = 60\nrefresh_after = 0.5\nmouse = false\n'
        '[keys]\nbookmark = "B, ctrl+b"\nfilter = ["/", "f"]\ncomma = ","'
    )
    assert config[:2] == (
        Settings(
            "any",
            "week",
            1.0,
            60,
            0.5,
            False,
            {"bookmark": ("B", "ctrl+b"), "filter": ("/", "f"), "comma": (",",)},
        ),
        (),
    )
    assert parse_config('read_after = "off"').settings.read_after is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour = 1", "no setting “colour”"),
        ("theme = 1", "wrong kind"),
        ('view = "nonsense"', "one of trending"),
        ("view = []", "one of trending"),
        ("read_after = 0", "seconds"),
        ("read_after = nan", "seconds"),
        ('read_after = "on"', "seconds"),
        ("width = 39", "40 to 200"),
        ("width = true", "40 to 200"),
        ("line_spacing = 3", "is 1 or 2"),
        ("line_spacing = true", "is 1 or 2"),
        ('figures = "kitty"', '"auto", "blocks" or "off"'),
        ("figures = false", '"auto", "blocks" or "off"'),
        ("refresh_after = inf", "minutes"),
        ('mouse = "yes"', "wrong kind"),
        ("keys = 5", "wrong kind"),
        ("[keys.more]", "keys of “more”"),
        ("[[keys]]", "wrong kind"),
        ('"odd\\u001b[2Jname" = 1', "no setting “odd[2Jname”"),
    ],
)
def test_a_wrong_one_is_named_with_its_line_and_the_others_hold(line: str, said: str) -> None:
    config = parse_config(
        f"# a comment: width = 9\nrefresh_after = 7\n\n{line}\n".replace("\n\nrefresh", "\nrefresh")
    )
    if line.startswith("refresh"):
        config = parse_config(f"\n\n\n{line}\n")
    assert len(config.problems) == 1
    assert said in config.problems[0]
    if "odd" not in line:
        assert config.problems[0].startswith("config.toml, line 4: ")
    assert config.settings.refresh_after == (15 if line.startswith("refresh") else 7)
    assert "\x1b" not in config.problems[0]


def test_a_wrong_key_is_named_with_its_own_line() -> None:
    text = 'view = "week"\n\n[keys]\nsort = "S"\nview = 3\n'
    config = parse_config(text)
    assert config.problems == (
        "config.toml, line 5: the keys of “view” are a text or a list of texts; not 3.",
    )
    assert config.settings.keys == {"sort": ("S",)}
    assert config.settings.view == "week"
    assert parse_config("mouse = true\nkeys.view = 3").problems[0].startswith("config.toml, line 2: ")


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"a = 1\na = 2", b"[" * 5_000, b"a = '\x1b'"])
def test_what_is_no_settings_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    config = load_config(path)
    assert config.settings == Settings()
    assert len(config.problems) == 1
    assert "default settings hold" in config.problems[0]
    assert config.problems[0].isprintable()


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert "cannot be read" in load_config(tmp_path).problems[0]


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbfwidth = 60\r\n# mine\r\n")
    assert load_config(path) == Config(Settings(width=60))
    write_setting(path, "theme", "x")
    assert load_config(path) == Config(Settings(width=60, theme="x"))
    assert b"# mine\r\n" in path.read_bytes()


def test_writing_keeps_comments_and_order(tmp_path: Path) -> None:
    path = tmp_path / "new/config.toml"
    write_setting(path, "theme", "first")
    text = '# mine\nwidth = 60 # narrow\n\n[keys] # my keys\nbookmark = "B"\n'
    path.write_text(text, encoding="utf-8")
    write_setting(path, "theme", "second")
    write_setting(path, "width", 70)
    written = path.read_text(encoding="utf-8")
    assert load_config(path)[:2] == (Settings(theme="second", width=70, keys={"bookmark": ("B",)}), ())
    assert all(part in written for part in ("# mine", "# narrow", "[keys] # my keys"))
    assert {*os.listdir(path.parent)} <= {"config.toml", ".config.toml.lock"}


def test_writing_follows_a_link_and_keeps_permissions(tmp_path: Path) -> None:
    target, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    target.write_text("width = 60\n", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    write_setting(link, "mouse", False)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o600
    assert not load_config(target).settings.mouse


def test_what_cannot_be_written_is_left(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("broken = ", encoding="utf-8")
    with pytest.raises(StorageError, match="“theme” could not be written"):
        write_setting(path, "theme", "x")
    assert path.read_text(encoding="utf-8") == "broken = "
    with pytest.raises(StorageError):
        write_setting(path / "config.toml", "theme", "x")


def test_a_number_of_any_size_is_a_sentence() -> None:
    for text in ("width = " + "9" * 5000, "width = 0x" + "f" * 6000, "theme = 0x" + "f" * 6000):
        config = parse_config(text)
        assert config.settings == Settings()
        assert len(config.problems) == 1


def test_the_categories_that_are_followed() -> None:
    for text in (
        'arxiv.categories = ["cs.lg", "hep-th", "cs.LG"]',
        '[arxiv]\ncategories = ["cs.LG", "hep-th"]',
    ):
        config = parse_config(text)
        assert config.settings.arxiv.categories == ("cs.LG", "hep-th")
        assert config.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "words", "left"),
    [
        ('[arxiv]\ncategories = ["cs.XX", "cs.LG", 3]', 2, "'cs.XX' is no category of arXiv", ("cs.LG",)),
        ('width = 60\narxiv.categories = "cs.LG"', 2, "is a list such as", ()),
        ("arxiv = 3", 1, "wrong kind", ()),
        ("[arxiv]\n\ncategory = []", 3, "no setting “arxiv.category”", ()),
    ],
)
def test_a_category_that_is_none_is_named_with_its_line(
    text: str, line: int, words: str, left: tuple[str, ...]
) -> None:
    config = parse_config(text)
    assert config.settings.arxiv.categories == left
    assert config.problems[0].startswith(f"config.toml, line {line}: ")
    assert words in config.problems[0]


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("", "keys.bookmark", ["B"], '[keys]\nbookmark = ["B"]\n'),
        (
            "# a\n[keys] # b\n# c\ntag = 't'\n",
            "keys.note",
            ["n"],
            "# a\n[keys] # b\n# c\ntag = 't'\nnote = [\"n\"]\n",
        ),
        ('[keys]\n# c\ntag = "t"\n', "keys.tag", None, "[keys]\n# c\n"),
        ('[keys]\ntag = "t"\n', "width", 50, 'width = 50\n\n[keys]\ntag = "t"\n'),
        (
            'arxiv.categories = ["cs.LG"] # d\n',
            "arxiv.categories",
            ["math"],
            'arxiv.categories = ["math"] # d\n',
        ),
        ('keys = {tag = "t"}\n', "keys.note", "n", 'keys = {tag = "t",note = "n"}\n'),
        ("width = 50\n", "theme", None, "width = 50\n"),
        ("", "mail.host", None, ""),
    ],
)
def test_settings_of_tables_are_written(
    tmp_path: Path, before: str, key: str, value: object, after: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before, encoding="utf-8")
    write_setting(path, key, value)
    assert path.read_text(encoding="utf-8") == after
    assert load_config(path).problems == ()


def test_a_table_that_is_none_is_no_place_to_write_to(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("keys = 5\n", encoding="utf-8")
    with pytest.raises(StorageError, match=r"keys\.tag"):
        write_setting(path, "keys.tag", ["t"])
    assert path.read_text(encoding="utf-8") == "keys = 5\n"


def test_a_changed_setting_is_checked_as_one_that_is_read() -> None:
    settings = Settings(width=50, keys={"tag": ("t",)})
    assert changed_setting(settings, "width", 60) == (settings._replace(width=60), "")
    assert changed_setting(settings, "width", 6)[1].startswith("“width” is a number of columns")
    assert changed_setting(settings, "width", None)[0].width == Settings().width
    assert changed_setting(settings, "keys.note", ["n"])[0].keys == {"tag": ("t",), "note": ("n",)}
    assert changed_setting(settings, "keys.tag", None)[0].keys == {}
    assert changed_setting(settings, "mail.port", 99999)[1] == "“port” is a number from 1 to 65535."
    assert changed_setting(settings, "mail.port", 26)[0].mail.port == 26


def test_lines_of_keys_are_known() -> None:
    assert parse_config('width = 50\n[keys]\n# c\ntag = "t"').key_lines == {"tag": 4}


def test_the_settings_of_pdfs() -> None:
    text = '[pdf]\nfolder = "~/Papers"\nname = "{year} {title}"\nviewer = "zathura --mode fullscreen"'
    assert parse_config(text) == Config(
        Settings(pdf=PdfSettings("~/Papers", "{year} {title}", ("zathura", "--mode", "fullscreen")))
    )
    assert parse_config('pdf.viewer = ["my viewer"]').settings.pdf.viewer == ("my viewer",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[pdf]\n\nname = "{name}.pdf"', 3, "“name” has {name}; it may ask for {author}"),
        ('pdf.name = "../{id}"', 1, "“name” has '/'"),
        ('width = 60\n[pdf]\nfolder = "Papers"', 3, "“folder” is a whole path"),
        ('[pdf]\nfolder = "~nobody-is-called-so/x"', 2, "“folder” is a whole path"),
        ("[pdf]\nviewer = 3", 2, "“viewer” is a command"),
        ('[pdf]\nviewer = "a \'b"', 2, "“viewer” is a command"),
        ("[pdf]\nfolders = 3", 2, "no setting “pdf.folders”; known are folder, name, viewer"),
        ("pdf = 3", 1, "wrong kind"),
    ],
)
def test_a_wrong_setting_of_pdfs_is_named_with_its_line(text: str, line: int, words: str) -> None:
    config = parse_config(text)
    assert config.settings.pdf == PdfSettings()
    assert config.problems[0].startswith(f"config.toml, line {line}: ")
    assert words in config.problems[0]


def test_settings_written_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: write_setting(path, f"key{number}", number), range(40)))
    assert tomllib.loads(path.read_text()) == {f"key{number}": number for number in range(40)}


def test_settings_written_by_two_windows_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write = (
        "import sys; from pathlib import Path; from reader.setting_file import write_setting\n"
        "for number in range(15): write_setting(Path(sys.argv[1]), f'keys.{sys.argv[2]}{number}', ['H'])"
    )
    windows = [subprocess.Popen([sys.executable, "-c", write, path, name], cwd=ROOT) for name in "ab"]
    assert [window.wait(60) for window in windows] == [0, 0]
    assert len(load_config(path).settings.keys) == 30


def test_columns_of_the_list_are_those_that_there_are() -> None:
    config = parse_config(
        'width = 60\n[list]\ncolumns = ["date", "nonsense", 3, "stars", "date"]\nrows = 2\n'
    )
    assert config.settings.list.columns == ("date", "stars")
    assert [problem.split(":")[0] for problem in config.problems] == [
        "config.toml, line 4",
        "config.toml, line 3",
        "config.toml, line 3",
    ]
    assert parse_config("[list]\ncolumns = 3").settings.list == Settings().list


def test_what_is_no_settings_file_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("a = 1\n" * 20_000, encoding="utf-8")
    with pytest.raises(StorageError, match="too large"):
        write_setting(path, "theme", "x")
    path.write_text("broken = ", encoding="utf-8")
    with pytest.raises(StorageError, match="no valid TOML: "):
        write_setting(path, "theme", "x")
    path.write_text("keys = 5", encoding="utf-8")
    with pytest.raises(StorageError, match="“keys” is no table"):
        write_setting(path, "keys.tag", ["t"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_its_place_is_waited_for_by_nobody(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    os.mkfifo(path)
    assert "no ordinary file" in load_config(path).problems[0]
    with pytest.raises(StorageError, match="no ordinary file"):
        write_setting(path, "theme", "x")


def test_names_in_settings_are_printable() -> None:
    settings = parse_config('theme = "\\u001b]0;x\\u0007"\n[keys]\n"\\u001b[31m" = "x"\ntag = " "').settings
    assert settings.theme == "]0;x"
    assert settings.keys == {"[31m": ("x",), "tag": (" ",)}


def test_wrong_lists_of_any_length_are_told_briefly() -> None:
    wrong = ", ".join('"x"' for _ in range(10_000))
    assert len(parse_config(f"[arxiv]\ncategories = [{wrong}]").problems) < 30
