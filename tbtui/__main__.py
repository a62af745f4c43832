"""``python -m tbtui``."""

from tbtui.cli import main

raise SystemExit(main())
