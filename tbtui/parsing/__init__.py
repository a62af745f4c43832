"""From the bytes of event files to columns; no screen, no terminal.

``discovery`` finds runs and their event files; ``read_jobs`` hands what is new to an executor; ``read_portion`` reads
it, a pure function: one file window by window (``buffers``), or many small ones in one buffer (``together``).
``header_scan``, ``record_chain`` and ``tf_record`` frame the bytes into records, ``crc32c`` checks them. Whole rounds
of a training loop are taken as they lie (``cycles``, ``rounds``), other regular records by their templates
(``templates``, ``template_book``, ``batch``), histograms by their envelope (``entry_batch``), and the rest one by one
(``records``, with ``protos``, ``wire``, ``tensors`` and ``data_compat``): all paths must agree with that last one.
``event_file`` appends what was read to the growing columns of the file; ``run`` joins the files of a run; ``logdir``
publishes the whole as one frozen snapshot; ``payloads`` reads what is large when it is looked at.
"""
