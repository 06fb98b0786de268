"""An example commune, wholly made up: who works there, and the rows of its plan. `{Y}` stands for the plan's year."""
