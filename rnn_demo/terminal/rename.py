"""The subcommand ``rename``: what to call a run."""

from pydantic import BaseModel, Field
from pydantic_settings import CliPositionalArg

from rnn_demo.terminal.store_option import StoreUrl, open_service


class Rename(BaseModel):
    """Give a run a name by which people know it again, in the lists of runs and in charts."""

    run: CliPositionalArg[str] = Field(description="The run's id, as the list of runs shows it.")
    name: CliPositionalArg[str] = Field(description="The name, of up to 60 characters; an empty one takes it away.")
    store: StoreUrl = None

    def cli_cmd(self) -> None:
        """Rename the run; one line on stdout says how it is called now."""
        runs = open_service(self.store).runs
        runs.rename(self.run, self.name)
        name = runs.get(self.run).name
        print(f"Run {self.run} is called {name} now." if name else f"Run {self.run} has no name now.")
