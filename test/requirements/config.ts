/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "config.precedence":
    "flags win over the environment, it over the trusted project file, it over the user's file, it over the defaults, and every value says where it came from",
  "config.unknown-key": "an unknown key is an error with file and line that names the nearest key",
  "config.wrong-value": "a value of the wrong kind is an error that says what is expected and where",
  "config.duration": "a time that is nothing, or longer than can be waited for, is refused",
  "config.unreadable": "a settings file that is no file, huge or a broken link is an error that names it, and nothing waits for it",
  "config.trust": "a project file is obeyed only while its content is the one that was trusted",
  "config.store": "a setting that is written leaves every other byte of the user's file as it was, whatever TOML stands there",
  "config.store-safely":
    "the user's file is replaced as a whole, private, through a link too; writers at once lose nothing, and a file that is no TOML is left alone",
} as const;
