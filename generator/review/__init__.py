"""What a change of the data means (`wuyi changes`).

`gather` reads both sides, `compare` and `corrections` compare them, `sections` says it, `text`, `markdown` and
`document` are the forms.
"""
