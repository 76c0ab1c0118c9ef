"""The handbook as a site: pages written from what was loaded, so that nothing on them can differ from what is said."""
