import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.ts', 'test-results', 'playwright-report'] },
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  prettier,
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      // Our ui kit is named by the thing: Button, Select, Form. Templates are compiled, case decides.
      'vue/multi-word-component-names': 'off',
      'vue/no-reserved-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/no-v-html': 'error',
      // style attributes in HTML would be refused by the content security policy.
      'vue/no-static-inline-styles': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'No data of ours lies in the browser store.' },
      ],
      // Its default rejects labels that name their control by id.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/no-autofocus': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    // Takes our Select for the bare element. Field.vue gives every control of the kit its label; axe watches the rest.
    files: ['src/**/*.vue'],
    rules: { 'vuejs-accessibility/form-control-has-label': 'off' },
  },
)
