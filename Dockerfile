FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.txt .
RUN pip install -r requirements.txt

COPY . .
# Keys and address are thrown away: collecting files reads settings, and settings insist on them.
RUN RECAP_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    RECAP_SUPPRESSION_KEY=thrown-away RECAP_SITE_URL=https://build.invalid RECAP_VAR=/tmp/build \
    python manage.py collectstatic --noinput && rm -r /tmp/build

# A volume mounted here for the first time takes this folder's owner.
RUN useradd --system --no-create-home recap && install -d -o recap -g recap /var/lib/recap
USER recap
ENV RECAP_VAR=/var/lib/recap

EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "recap.wsgi:application"]
