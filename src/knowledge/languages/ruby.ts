import { defineLanguage } from "../language.ts";
import { outlineByQuery } from "./support/outline-by-query.ts";
import { rubyFinish, rubyImports } from "./support/ruby/imports.ts";
import { rubyResolver } from "./support/ruby/resolver.ts";

const query = `
  (module name: [(constant) @name (scope_resolution name: (constant) @name)]) @definition.module
  (class name: [(constant) @name (scope_resolution name: (constant) @name)]) @definition.class
  (method name: (_) @name) @definition.method
  (singleton_method name: (_) @name) @definition.method
  (alias name: (_) @name) @definition.method
  (assignment left: (constant) @name) @definition.constant
  (call method: (identifier) @call arguments: (argument_list (simple_symbol) @name @definition.field) (#any-of? @call "attr_accessor" "attr_reader" "attr_writer"))
  (call method: (identifier) @call arguments: (argument_list . (simple_symbol) @name) (#any-of? @call "define_method" "alias_method" "scope" "has_many" "has_one" "belongs_to")) @definition.method

  (call !receiver method: (identifier) @call arguments: (argument_list . (string (string_content) @import) .) (#any-of? @call "require" "require_relative" "load"))
  (call method: (identifier) @call arguments: (argument_list . (simple_symbol) @constant (string (string_content) @import)) (#eq? @call "autoload"))
  (scope_resolution) @note
  (constant) @note

  (identifier) @use
  (constant) @use
  (scope_resolution scope: (_) name: (constant) @use.member)
  (call receiver: (_) method: (identifier) @use.member)

  (method_parameters (identifier) @local)
  (block_parameters (identifier) @local)
  (lambda_parameters (identifier) @local)
  (optional_parameter name: (identifier) @local)
  (keyword_parameter name: (identifier) @local)
  (splat_parameter name: (identifier) @local)
  (hash_splat_parameter name: (identifier) @local)
  (block_parameter name: (identifier) @local)
  (assignment left: (identifier) @local)
  (left_assignment_list (identifier) @local)
  (exception_variable (identifier) @local)
`;

export default defineLanguage({
  name: "ruby",
  endings: [".rb", ".rake", ".gemspec", ".ru", "rakefile", "gemfile"],
  scope: "everywhere",
  outline: outlineByQuery({ grammar: "ruby", query, imports: rubyImports, finish: rubyFinish }),
  resolver: rubyResolver,
  // RSpec and Minitest.
  isTest: (path) => /(?:^|\/)(?:test_[^/]+|[^/]+_(?:test|spec))\.rb$/.test(path),
});
