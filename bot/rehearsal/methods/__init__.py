"""The methods of Slack's Web API that the page answers, by name."""

from collections.abc import Callable, Mapping

from bot.rehearsal.methods import chat, files, people, views
from bot.rehearsal.stage import Stage
from bot.rehearsal.ward import Json

Method = Callable[[Stage, Json], Json]

METHODS: Mapping[str, Method] = {
    "api.test": people.test,
    "assistant.threads.setStatus": people.set_status,
    "assistant.threads.setSuggestedPrompts": people.set_prompts,
    "assistant.threads.setTitle": people.set_status,
    "auth.test": people.whoami,
    "bots.info": people.bot,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.info": people.room,
    "conversations.members": people.members,
    "conversations.open": people.open_room,
    "files.completeUploadExternal": files.complete,
    "files.getUploadURLExternal": files.upload_url,
    "files.info": files.info,
    "users.info": people.person,
    "views.open": views.open_view,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}
