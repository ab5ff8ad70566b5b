from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="note",
            field=models.CharField(help_text="for the clerk", max_length=400, null=True),
        ),
    ]
