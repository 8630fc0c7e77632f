/** Whether this build holds the demonstration sign-in. Use it bare: through a variable the bundler keeps both ways. */
declare const __DEMO__: boolean;
