"""What networks remember, in words, from the numbers that were measured."""

import math
from collections.abc import Sequence

from rnn_demo.experiment.catalogue import NUM_CLASSES
from rnn_demo.words.quantities import count

NOISE = 2  # standard errors that a difference may have by accident
SMALLEST = 1e-37  # a share below this is about as small as a 32-bit number can be

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def share_of(ratio: float) -> str:
    """How much of something, to two digits: 33% of, 1/6,200,000 of, 1.4 times; below 1/10¹² to the nearest power of ten."""
    if ratio < SMALLEST:
        return "nothing that a 32-bit number could hold of"
    if ratio < 1e-12:
        return f"1/10{str(round(-math.log10(ratio))).translate(_RAISED)} of"
    if ratio < 0.1:
        return f"1/{float(f'{1 / ratio:.1e}'):,.0f} of"
    if ratio < 0.95:
        return f"{ratio:.0%} of"
    return "about as much as" if ratio < 1.05 else f"{float(f'{ratio:.2g}'):,.9g} times"


def vanishing(first: str, last: str, before: float, now: float, step: int) -> str:
    """What ``first`` gets of the gradient that ``last`` gets, ``before`` the first step of training and after ``step``."""
    at_first = f"before training {first} gets {share_of(before)} what {last} gets"
    return (
        f"{at_first}."
        if step == 0
        else f"{at_first}; after {count(step, 'step')} it gets {share_of(now)} what {last} gets."
    )


def standard_error(accuracy: float, num_digits: int) -> float:
    """By how much an accuracy over so many digits may be off by accident."""
    return math.sqrt(accuracy * (1 - accuracy) / num_digits)


def is_chance(accuracy: float, num_digits: int, chance: float) -> bool:
    """Whether naming the commonest class, ``chance`` of all digits, could have got so many right."""
    return accuracy <= chance + NOISE * standard_error(chance, num_digits)


def is_less(accuracy: float, than: float, num_digits: int) -> bool:
    """Whether an accuracy over so many digits is less than another one by more than accident."""
    both = math.hypot(standard_error(accuracy, num_digits), standard_error(than, num_digits))
    return accuracy < than - NOISE * both


def against_chance(accuracy: float, num_digits: int, chance: float) -> str:
    """What an accuracy over ``num_digits`` means beside naming the commonest class, ``chance`` of them."""
    if is_chance(accuracy, num_digits, chance):
        return f"no better than always naming the commonest class ({chance:.1%})"
    return f"{accuracy / chance:.1f} times what always naming the commonest class gets ({chance:.1%})"


def forgetting(accuracies: Sequence[tuple[int, float]], told_apart: int | None, num_digits: int, chance: float) -> str:
    """A forgetting curve at some numbers of blank rows, 0 first.

    ``told_apart`` is the number of classes still read rightly at the last of them; None where it is not known.
    """
    (_, at_once), *later = accuracies
    if is_chance(at_once, num_digits, chance):
        return (
            f"{at_once:.1%} even without blank rows, {against_chance(at_once, num_digits, chance)}: nothing to forget."
        )
    parts = [f"{at_once:.1%} at once"]
    parts += [f"{accuracy:.1%} after {count(blanks, 'blank row')}" for blanks, accuracy in later]
    last = later[-1][1]
    sentence = f"{', '.join(parts)}: {against_chance(last, num_digits, chance)}"
    if told_apart is not None and not is_chance(last, num_digits, chance):
        sentence += f"; {told_apart} of {NUM_CLASSES} classes are then still read rightly more often than not"
    return f"{sentence}."


def rises_again(curve: Sequence[tuple[int, float]], num_digits: int) -> str | None:
    """Where a forgetting curve of (blank rows, accuracy) is lowest, if it ends higher by more than accident."""
    (lowest_at, lowest), (last_at, last) = min(curve, key=lambda point: point[1]), curve[-1]
    if not is_less(lowest, last, num_digits):
        return None
    return (
        f"It is lowest after {count(lowest_at, 'blank row')}, {lowest:.1%}, and rises again to {last:.1%} after "
        f"{last_at:,}."
    )


def forgets_least(
    curves: Sequence[tuple[str, float, float]], blanks: int, num_digits: int, chance: float
) -> str | None:
    """Which of the ``curves`` (a name, the accuracy at once and after ``blanks`` rows) loses least, and which most.

    None if no two of them that have learned anything differ by more than accident.
    """
    learned = [curve for curve in curves if not is_chance(curve[1], num_digits, chance)]
    kept = sorted(((after / at_once, name, at_once) for name, at_once, after in learned), reverse=True)
    if len(kept) < 2:
        return None
    (most, keeper, _), (least, loser, at_once) = kept[0], kept[-1]
    if not is_less(least * at_once, most * at_once, num_digits):
        return None
    return (
        f"After {count(blanks, 'blank row')} {keeper} keeps {min(most, 1):.0%} of the accuracy that it has without them, "
        f"{loser} {least:.0%}."
    )


def missing(
    line: str, first: int, width: int, *, accuracy: float, intact: float, num_digits: int, chance: float
) -> str:
    """What the band whose absence costs most does; ``intact`` is the accuracy while nothing is blank."""
    if is_chance(intact, num_digits, chance):
        return f"{intact:.1%} with nothing blank, {against_chance(intact, num_digits, chance)}: no {line} could matter."
    if not is_less(accuracy, intact, num_digits):
        return (
            f"{intact:.1%} with nothing blank; wherever the band lies, it stays at {accuracy:.1%} or more, which may be "
            f"accident: so few {line}s are not missed."
        )
    where = f"{line} {first}" if width == 1 else f"{line}s {first} to {first + width - 1}"
    end = f", {against_chance(accuracy, num_digits, chance)}" if is_chance(accuracy, num_digits, chance) else ""
    return f"{intact:.1%} with nothing blank; it falls most without {where}, to {accuracy:.1%}{end}."


def order(step: str, as_trained: float, backwards: float, shuffled: float, *, num_digits: int, chance: float) -> str:
    """What another order of the steps does to a network."""
    if is_chance(as_trained, num_digits, chance):
        guessed = against_chance(as_trained, num_digits, chance)
        return f"{as_trained:.1%} in its own order, {guessed}: no order that could matter."
    found = f"{as_trained:.1%} in its own order, {backwards:.1%} reversed, {shuffled:.1%} shuffled"
    hurts = [
        name
        for name, accuracy in (("reversed", backwards), ("shuffled", shuffled))
        if is_less(accuracy, as_trained, num_digits)
    ]
    if not hurts:
        return f"{found}: here the order does not clearly matter."
    return f"{found}: the same {step}s {' or '.join(hurts)} are another picture to it."


def trained_so(trained: str, trained_accuracy: float, tested: str, tested_accuracy: float) -> str:
    """A network that was trained on shuffled rows beside one that is only tested with them."""
    return (
        f"Trained on rows in one shuffled order, {trained} reads {trained_accuracy:.1%} rightly in that order. Trained on "
        f"rows in order, {tested} reads {tested_accuracy:.1%} rightly when they are shuffled."
    )
