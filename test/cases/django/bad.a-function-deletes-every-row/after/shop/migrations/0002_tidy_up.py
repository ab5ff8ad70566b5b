from django.db import migrations


def forwards(apps, schema_editor):
    order = apps.get_model("shop", "Order")
    order.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
