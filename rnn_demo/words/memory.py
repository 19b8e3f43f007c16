"""What networks remember, in words, from the numbers that were measured."""

import math
from collections.abc import Sequence

from rnn_demo.experiment.catalogue import NUM_CLASSES
from rnn_demo.words.quantities import count

CHANCE = 1 / NUM_CLASSES  # the accuracy of guessing
NOISE = 2  # standard errors that a difference may have by accident
SMALLEST = 1e-37  # a share below this is about as small as a 32-bit number can be

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PARTS = {3: "a third", 4: "a quarter", 5: "a fifth"}


def share_of(ratio: float) -> str:
    """How much of something: a third of, 1/6,000,000 of, as much as, 1.4 times; two digits of it."""
    if ratio < SMALLEST:
        return "nothing that a 32-bit number could hold of"
    if ratio < 0.36:
        whole = float(f"{1 / ratio:.1e}") if ratio < 0.1 else round(1 / ratio)
        if whole >= 1e12:
            return f"1/10{str(round(math.log10(whole))).translate(_RAISED)} of"
        return f"{_PARTS.get(int(whole), f'1/{whole:,.0f}')} of"
    if ratio < 0.95:
        return f"{ratio:.0%} of"
    return "as much as" if ratio < 1.05 else f"{float(f'{ratio:.2g}'):,g} times"


def vanishing(far: str, near: str, before: float, now: float, step: int) -> str:
    """What ``far`` gets of the gradient that ``near`` gets, ``before`` the first step of training and after ``step``."""
    at_first = f"before training {far} gets {share_of(before)} what {near} gets"
    return (
        f"{at_first}."
        if step == 0
        else f"{at_first}; after {count(step, 'step')} it gets {share_of(now)} what {near} gets."
    )


def standard_error(accuracy: float, num_digits: int) -> float:
    """By how much an accuracy over so many digits may be off by accident."""
    return math.sqrt(accuracy * (1 - accuracy) / num_digits)


def is_chance(accuracy: float, num_digits: int) -> bool:
    """Whether guessing could have got so many right."""
    return accuracy <= CHANCE + NOISE * standard_error(CHANCE, num_digits)


def is_less(accuracy: float, than: float, num_digits: int) -> bool:
    """Whether an accuracy over so many digits is less than another one by more than accident."""
    both = math.hypot(standard_error(accuracy, num_digits), standard_error(than, num_digits))
    return accuracy < than - NOISE * both


def against_chance(accuracy: float, num_digits: int) -> str:
    """What an accuracy over ``num_digits`` means beside guessing."""
    if is_chance(accuracy, num_digits):
        return f"no better than guessing ({CHANCE:.0%})"
    return f"{accuracy / CHANCE:.1f} times what guessing gets"


def forgetting(accuracies: Sequence[tuple[int, float]], told_apart: int | None, num_digits: int) -> str:
    """A forgetting curve at some numbers of blank rows, 0 first.

    ``told_apart`` is the number of classes still read rightly at the last of them; None where it is not known.
    """
    (_, at_once), *later = accuracies
    if is_chance(at_once, num_digits):
        return f"{at_once:.1%} even without blank rows, {against_chance(at_once, num_digits)}: nothing to forget."
    parts = [f"{at_once:.1%} at once"]
    parts += [f"{accuracy:.1%} after {count(blanks, 'blank row')}" for blanks, accuracy in later]
    last = later[-1][1]
    sentence = f"{', '.join(parts)}: {against_chance(last, num_digits)}"
    if told_apart is not None and not is_chance(last, num_digits):
        sentence += f"; {told_apart} of {NUM_CLASSES} classes are then still read rightly more often than not"
    return f"{sentence}."


def forgets_least(curves: Sequence[tuple[str, float, float]], blanks: int, num_digits: int) -> str | None:
    """Which of the ``curves`` (a name, the accuracy at once and after ``blanks`` rows) loses least, and which most.

    None if no two of them that have learned anything differ by more than accident.
    """
    learned = [curve for curve in curves if not is_chance(curve[1], num_digits)]
    kept = sorted(((after / at_once, name, at_once) for name, at_once, after in learned), reverse=True)
    if len(kept) < 2:
        return None
    (most, keeper, _), (least, loser, at_once) = kept[0], kept[-1]
    if not is_less(least * at_once, most * at_once, num_digits):
        return None
    return (
        f"After {count(blanks, 'blank row')} {keeper} still gets {min(most, 1):.0%} of what it got right at once, {loser} "
        f"{least:.0%}."
    )


def missing(line: str, first: int, width: int, *, accuracy: float, intact: float, num_digits: int) -> str:
    """What the band whose absence costs most does; ``intact`` is the accuracy while nothing is blank."""
    if is_chance(intact, num_digits):
        return f"{intact:.1%} with nothing blank, {against_chance(intact, num_digits)}: no {line} could matter."
    if not is_less(accuracy, intact, num_digits):
        return (
            f"{intact:.1%} with nothing blank; wherever the band lies, it stays at {accuracy:.1%} or more, which may be "
            f"accident: so few {line}s are not missed."
        )
    where = f"{line} {first}" if width == 1 else f"{line}s {first} to {first + width - 1}"
    end = f", {against_chance(accuracy, num_digits)}" if is_chance(accuracy, num_digits) else ""
    return f"{intact:.1%} with nothing blank; it falls most without {where}, to {accuracy:.1%}{end}."


def order(step: str, as_trained: float, backwards: float, shuffled: float, num_digits: int) -> str:
    """What another order of the steps does to a network."""
    if is_chance(as_trained, num_digits):
        return (
            f"{as_trained:.1%} in its own order, {against_chance(as_trained, num_digits)}: no order that could matter."
        )
    found = f"{as_trained:.1%} in its own order, {backwards:.1%} reversed, {shuffled:.1%} shuffled"
    if is_less(max(backwards, shuffled), as_trained, num_digits):
        return f"{found}: the same {step}s in another order are another picture to it."
    return f"{found}: here the order does not clearly matter."


def trained_so(trained: str, trained_accuracy: float, tested: str, tested_accuracy: float) -> str:
    """A network that was trained on shuffled rows beside one that is only tested with them."""
    return (
        f"Trained so: {trained} reads its shuffled rows with {trained_accuracy:.1%}. Only tested so: {tested} reads "
        f"shuffled rows with {tested_accuracy:.1%}."
    )
