from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)
    note = models.TextField(null=True)

    def __str__(self):
        return self.number
