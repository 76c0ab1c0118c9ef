"""What Slack accepts, each limit once and with where it is written.

Pages of docs.slack.dev, looked up in November 2026: blocks are under reference/block-kit/blocks, elements under
reference/block-kit/block-elements, objects under reference/block-kit/composition-objects, views under reference/views.
Where an older and a newer page differ, the smaller number is taken.
"""

from __future__ import annotations

# --- objects
TEXT = 3000  # characters of a text object (text-object)
OPTION_TEXT, OPTION_VALUE, OPTION_DESCRIPTION = 75, 75, 75  # option-object; a newer list allows values of 150
GROUP_LABEL = 75  # option-group-object
GROUPS, GROUP_OPTIONS = 100, 100  # option-group-object, static select of select-menu-element
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30  # confirmation-dialog-object

# --- elements
ACTION_ID = 255  # of every interactive element
BUTTON_TEXT, BUTTON_VALUE, BUTTON_LABEL = 75, 2000, 75  # button-element: words, value, accessibility_label
PLACEHOLDER = 150  # select-menu-element, plain-text-input-element, number-input-element
CHOICES = 10  # options of radio-button-group-element and checkboxes-element
OVERFLOW = 5  # options of overflow-menu-element
TYPED = 3000  # the longest max_length of plain-text-input-element

# --- blocks
BLOCK_ID = 255  # of every block
HEADER = 150  # header-block
SECTION, FIELDS, FIELD = 3000, 10, 2000  # section-block
CONTEXT = 10  # elements of context-block
ACTIONS = 25  # elements of actions-block
LABEL, HINT = 2000, 2000  # input-block
IMAGE_URL, IMAGE_ALT, IMAGE_TITLE = 3000, 2000, 2000  # image-block

# --- surfaces
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100  # reference/block-kit/blocks
VIEW_TITLE, VIEW_BUTTON = 24, 24  # modal-views: title; submit and close
CALLBACK_ID, METADATA = 255, 3000  # modal-views, home-tab-views

MESSAGE_TEXT = 4000
"""Characters of the text of a message: chat.update refuses more (reference/methods/chat.update, msg_too_long)."""

DRAWN = 12_000
"""Characters of all blocks of a message, their JSON counted.

Undocumented: Slack answers msg_blocks_too_long near 13,200 (github.com/slackapi/bolt-js issues 2509 and 2867).
"""
