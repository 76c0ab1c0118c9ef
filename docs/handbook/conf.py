"""How Sphinx builds the pages that bot/handbook writes; scripts/handbook runs it, strictly."""

project = "Nadir handbook"
copyright = "the contributors of Nadir; published guidelines belong to their publishers"  # noqa: A001 - Sphinx's name
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Nadir handbook"
html_static_path = ["static"]
html_css_files = ["handbook.css"]
html_copy_source = False
html_show_sphinx = False
smartquotes = False  # the words stand as they are said
nitpicky = True
myst_links_external_new_tab = False
