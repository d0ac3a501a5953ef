"""What readers and subscribers see: joining, preferences, leaving."""

app_name = "subscribers"
urlpatterns = []
