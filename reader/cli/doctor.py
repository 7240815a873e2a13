"""stub"""


def add_doctor(parser):
    pass
