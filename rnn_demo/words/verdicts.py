"""What is to be thought of a run's result: from a verdict's code and numbers to sentences."""

from collections.abc import Mapping, Sequence

from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Evaluation, Run, RunStatus
from rnn_demo.experiment.verdict import GUESSING_LOSS, Cause, Judgement, Verdict
from rnn_demo.words.quantities import count, loss_figure
from rnn_demo.words.runs import result

_SENTENCES: Mapping[Judgement, str] = {
    Judgement.DIVERGED: "It diverged: the loss of a batch was lowest at step {lowest_step:,.0f}, {lowest_loss}, "
    "and {last_loss} at step {last_step:,.0f}, the last at which it was a number.",
    Judgement.LEARNED_NOTHING: "It learned nothing: {test_accuracy:.1%} of {num_test:,.0f} test digits is what guessing "
    "gets ({chance:.1%}, give or take {noise:.1%}). Its loss on the training digits {lately} is {train_loss}; "
    "giving every class the same probability costs {guessing_loss}.",
    Judgement.OVERFITTING: "It overfits: {lately} it read {train_accuracy:.1%} of its training digits right, of "
    "the test digits {test_accuracy:.1%}. The test loss ended at {test_loss}; its lowest was {lowest_test_loss}, at step "
    "{lowest_step:,.0f}.",
    Judgement.STILL_IMPROVING: "It was still improving: in the last fifth of the training it read {fifth_accuracy:.1%} of "
    "the training digits right, in the fifth before {earlier_fifth_accuracy:.1%}. More epochs would probably help.",
    Judgement.STUCK: "It got stuck: of its own training digits it read only {train_accuracy:.1%} right {lately}, and "
    "that no longer rose: from the last fifth but one of its steps to the last it went from {earlier_fifth_accuracy:.1%} to "
    "{fifth_accuracy:.1%}.",
    Judgement.WELL_TRAINED: "It is well trained: {lately} it read {train_accuracy:.1%} of its training digits right, "
    "and of the test digits {test_accuracy:.1%}.",
}
_DIVERGED_AT_ONCE = "It diverged at its first step."

_CAUSES: Mapping[Cause, str] = {
    Cause.RATE_TOO_LARGE: "The learning rate of {rate:g} is probably too large for {optimizer}.",
    Cause.RATE_TOO_SMALL: "The learning rate of {rate:g} is probably too small for {optimizer}.",
    Cause.LONG_SEQUENCE: "{steps} time steps a picture are probably too many to learn from; rows are 28.",
    Cause.STRONG_DECAY: "The weight decay of {decay:g} pulls its weights to 0 faster than it can learn.",
    Cause.TOO_FEW_STEPS: "Its {updates} may have been too few.",
    Cause.SMALL_NETWORK: "More hidden units and more epochs let it learn more.",
    Cause.PLAIN_CELL: "With the same settings a cell with gates gets further.",
}


def outcome(run: Run, last: Evaluation | None, classes: Sequence[str], verdict: Verdict | None) -> str:
    """How a run that is over ended and what is to be thought of it; ``last`` is its latest test, if there was one."""
    if verdict is None:
        return result(run, last, classes)
    has_learned = verdict.judgement not in (Judgement.LEARNED_NOTHING, Judgement.DIVERGED)
    return f"{result(run, last, classes, has_learned=has_learned)} {verdict_sentences(verdict, run)}"


def verdict_sentences(verdict: Verdict, run: Run) -> str:
    """The judgement on a run and its reason, in numbers."""
    cause, config = "", run.config
    if verdict.cause:
        cause = _CAUSES[verdict.cause].format(
            rate=config.learning_rate,
            optimizer=config.optimizer,
            decay=config.weight_decay,
            steps=config.reading.num_steps,
            updates=count(config.num_steps, "step"),
        )
    return f"{_reason(verdict, run)} {cause}".rstrip()


def changes(before: RunConfig, after: RunConfig) -> str:
    """The settings that differ, by their titles, each with its value in ``after``."""
    old, new = before.model_dump(), after.model_dump()
    fields = RunConfig.model_fields
    return ", ".join(f"{fields[name].title} {_value(name, new[name])}" for name in fields if new[name] != old[name])


def _value(name: str, value: object) -> str:
    if name == "train_size" and value is None:
        return "all"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _reason(verdict: Verdict, run: Run) -> str:
    if verdict.judgement is Judgement.DIVERGED and not verdict.params:
        return _DIVERGED_AT_ONCE
    params = {**verdict.params, "guessing_loss": GUESSING_LOSS}
    shown = {name: loss_figure(value) if name.endswith("_loss") else value for name, value in params.items()}
    return _SENTENCES[verdict.judgement].format(lately=_lately(run), **shown)


def _lately(run: Run) -> str:
    """Of which steps the figures on training digits are: as many as an epoch has, and the last epoch may lack some."""
    if run.status is RunStatus.STOPPED:
        return f"in its last {count(run.config.steps_per_epoch, 'step')}"
    return "in the last epoch"
