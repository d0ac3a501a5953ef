"""What is published, as data: read-only JSON at /api/v1/, and all of it as JSON Lines.

`door` alone is named by the site's addresses. What stands behind it brings django-ninja and pydantic, some
11 MB of memory, and is loaded at the first request: a worker that sends mail makes links, and so knows all
addresses of the site, but never asks the API.
"""
