"""Chart models, frozen and made of numpy arrays only, and how they become cells."""
