/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "config.precedence":
    "flags win over the environment, it over the trusted project file, it over the user's file, it over the defaults, and every value says where it came from",
  "config.unknown-key": "an unknown key is an error with file and line that names the nearest key",
  "config.wrong-value": "a value of the wrong kind is an error that says what is expected and where",
  "config.duration": "a time that is nothing, or longer than can be waited for, is refused",
  "config.unreadable": "a settings file that is no file, huge or a broken link is an error that names it, and nothing waits for it",
  "config.trust": "a project file is obeyed only while its content is the one that was trusted",
} as const;
