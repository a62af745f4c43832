"""From the bytes of event files to columns; no screen, no terminal.

``discovery`` finds runs and their event files; ``read_portion`` reads what is new in one of them, a pure function;
``tf_record`` frames the bytes into records and checks them; ``records`` turns each into points and entries, with
``protos``, ``wire``, ``tensors`` and ``data_compat``; ``event_file`` appends them to the growing columns of the file;
``run`` joins the files of a run; ``logdir`` publishes the whole as one frozen snapshot; ``payloads`` reads what is
large when it is looked at.
"""
