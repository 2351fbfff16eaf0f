"""One frozen view for each template: whatever a page shows stands here ready, and nothing else reaches it.

Links (`href`) are relative to the page. Words are those of its language, and final; templates only place them. What
is `Text` may be a name in Chinese on a page in another language, which marks itself.
"""
