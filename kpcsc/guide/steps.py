"""What the guide is made of: tasks, and their steps with the words on the screen."""

from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class GuideStep:
    """One thing to do; `labels` are the words on the screen that its sentence names."""

    sentence: str
    labels: dict[str, str]

    @property
    def html(self) -> SafeString:
        """The sentence, with the labels marked."""
        marked = {name: format_html("<b>{}</b>", label) for name, label in self.labels.items()}
        return mark_safe(escape(self.sentence) % marked)  # noqa: S308 (escaped on this line)


@dataclass(frozen=True)
class GuideTask:
    """Something that the secretariat does, step by step."""

    code: str
    title: str
    steps: list[GuideStep]


def step(sentence: str, **labels: str) -> GuideStep:
    """A step; its sentence names each label as "%(name)s"."""
    return GuideStep(sentence, labels)
