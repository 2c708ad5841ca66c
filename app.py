from assistant.frontends.web import create_app

app = create_app()
