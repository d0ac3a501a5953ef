"""What Celery calls: a bounded piece of due work, safe to call twice. Beat's table stands in the settings."""
