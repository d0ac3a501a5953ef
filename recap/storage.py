"""Static files in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Each file under a name of its content, and so are the modules that a script imports: a browser
    never runs one half of the desk from before an upgrade and the other from after it."""

    support_js_module_import_aggregation = True
