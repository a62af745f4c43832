"""``tbtui demo``: the embedded main job."""
