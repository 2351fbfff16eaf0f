"""The workbook that an office fills in: what it says, and how it is written."""
