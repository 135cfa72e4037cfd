"""The style guide: every macro of the pages on one page, in both languages, light, dark and for print. Development only."""
