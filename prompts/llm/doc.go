// Package llm is the one door to language models: any endpoint that speaks the
// OpenAI chat protocol (OpenAI, Azure, vLLM, Ollama, llama.cpp). Replies are
// bound to a JSON schema. Calls have a time-out, are tried again where that can
// help, stop when their context does, and spend no more tokens than the budget.
package llm
