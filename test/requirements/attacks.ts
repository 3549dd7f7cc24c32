/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "attacks.registered": "Each attack that is known has tests whose titles carry its number",
  "attacks.box": "What a command may not do to kernel, terminal, neighbours, resources or what is masked, it does only without the box",
  "attacks.nested": "What a command starts is confined as the command is, whatever box it opens of its own",
  "attacks.workspaces": "A workspace of any kind works, or is refused with a reason before anything has run",
  "attacks.temporary-files": "Whoever knows the temporary files of the run before gains nothing by being there first",
  "attacks.instructions": "What a text tells the model to do reaches neither network nor keys, and in plan mode changes nothing",
  "attacks.surfaces":
    "No server, hook, address or flag that a project, an answer or a client brings is started, fetched or obeyed, and nothing of Fettle's can be reached by others",
  "attacks.secrets": "Keys of whoever started the harness are out of reach of commands, and what is shown of them is kept nowhere",
  "attacks.destruction":
    "What a destructive command reaches comes back to the byte, goes again and comes back again; what is not the workspace's it never reaches",
  "attacks.destruction-asked":
    "Commands that throw work away are asked in mode ask, and none of them removes the repository unasked in any mode",
  "attacks.planted":
    "What a program outside would obey is held wherever it appears or changes, by command or by edit, one quarantine tells of it, and nothing obeys it before a person lets it in",
  "attacks.paths":
    "No link leads a tool, a commit or an undo out of the workspace: neither one that was there, nor one swapped in, nor a hard one",
  "attacks.delivered": "Fettle itself runs nothing that a workspace was delivered with",
} as const;
