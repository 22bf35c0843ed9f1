package config

import (
	"os"
	"path/filepath"
	"time"
)

// Config is every setting there is. The tags are read by Load and Print: "env" is the variable, "envDefault" the
// default, "means" the explanation, "secret" hides the value, "group" opens a heading.
type Config struct {
	Listen    string `group:"The door" env:"VISITWRIGHT_LISTEN" envDefault:"127.0.0.1:8320" means:"address and port to listen on; 0.0.0.0:8320 opens it to the local network (then set VISITWRIGHT_TLS)"`
	PublicURL string `env:"VISITWRIGHT_PUBLIC_URL" means:"address people type, for example https://scribe.example.org; empty: made from VISITWRIGHT_LISTEN"`
	TLS       string `env:"VISITWRIGHT_TLS" envDefault:"off" means:"off, files (a certificate of yours) or local (the program makes its own for the local network and says how to trust it)"`
	TLSCert   string `env:"VISITWRIGHT_TLS_CERT" means:"certificate chain, PEM file, with VISITWRIGHT_TLS=files"`
	TLSKey    string `env:"VISITWRIGHT_TLS_KEY" means:"private key, PEM file, with VISITWRIGHT_TLS=files"`
	TLSNames  string `env:"VISITWRIGHT_TLS_NAMES" means:"further host names and addresses for the local certificate, separated by commas"`

	DataDir     string `group:"Where things are kept" env:"VISITWRIGHT_DATA" means:"folder of the recordings, the keys and the private database; empty: visitwright in the user's data folder"`
	PartsDir    string `env:"VISITWRIGHT_PARTS" means:"folder with what set-up fetched; empty: parts beside the program"`
	DatabaseURL string `env:"DATABASE_URL" secret:"true" means:"PostgreSQL 15 to 18 with pgvector to use; empty: the program runs its own, private one in the data folder"`

	AudioKey       string        `group:"Health data" env:"VISITWRIGHT_AUDIO_KEY" secret:"true" means:"key for audio at rest, 32 bytes in base64; empty: made once and kept in the data folder"`
	AuditKey       string        `env:"VISITWRIGHT_AUDIT_KEY" secret:"true" means:"key of the audit chain, 32 bytes in base64; empty: made once and kept in the data folder"`
	SecretKey      string        `env:"VISITWRIGHT_SECRET_KEY" secret:"true" means:"key of the second factors, 32 bytes in base64; empty: made once and kept in the data folder"`
	AudioRetention time.Duration `env:"VISITWRIGHT_AUDIO_RETENTION" envDefault:"2160h" means:"how long audio is kept after signing; then its key is destroyed; 0 keeps it"`

	BackupPassphrase string `group:"Backups" env:"VISITWRIGHT_BACKUP_PASSPHRASE" secret:"true" means:"opens and closes backups; keep it somewhere else than the backups"`

	SessionIdle     time.Duration `group:"Signing in" env:"VISITWRIGHT_SESSION_IDLE" envDefault:"30m" means:"sign out after this long without a request"`
	SessionAbsolute time.Duration `env:"VISITWRIGHT_SESSION_ABSOLUTE" envDefault:"12h" means:"sign out after this long in any case"`

	SpeechURL     string `group:"Speech recognition elsewhere (off by default: nothing leaves this machine)" env:"VISITWRIGHT_SPEECH_URL" means:"base address of an OpenAI-compatible transcription service; empty: recognition on this machine"`
	SpeechKey     string `env:"VISITWRIGHT_SPEECH_KEY" secret:"true" means:"key for VISITWRIGHT_SPEECH_URL"`
	SpeechModel   string `env:"VISITWRIGHT_SPEECH_MODEL" envDefault:"whisper-1" means:"model to ask VISITWRIGHT_SPEECH_URL for"`
	SpeechThreads int    `env:"VISITWRIGHT_SPEECH_THREADS" envDefault:"0" means:"processor cores for recognition on this machine; 0: all"`

	ModelURL  string `group:"Language model (off by default: nothing leaves this machine)" env:"VISITWRIGHT_MODEL_URL" means:"base address of an OpenAI-compatible language model; empty: the built-in drafter"`
	ModelKey  string `env:"VISITWRIGHT_MODEL_KEY" secret:"true" means:"key for VISITWRIGHT_MODEL_URL"`
	ModelName string `env:"VISITWRIGHT_MODEL_NAME" means:"model to ask VISITWRIGHT_MODEL_URL for"`

	EmbedURL   string `group:"Finding codes by meaning (on this machine unless set)" env:"VISITWRIGHT_EMBED_URL" means:"base address of an OpenAI-compatible embeddings endpoint, which will see phrases of notes; empty: the embedder on this machine"`
	EmbedKey   string `env:"VISITWRIGHT_EMBED_KEY" secret:"true" means:"key for VISITWRIGHT_EMBED_URL"`
	EmbedModel string `env:"VISITWRIGHT_EMBED_MODEL" envDefault:"text-embedding-3-small" means:"model to ask VISITWRIGHT_EMBED_URL for; its vectors must have 384 numbers or be cut to them"`

	LogLevel  string `group:"Watching it run" env:"VISITWRIGHT_LOG_LEVEL" envDefault:"info" means:"debug, info, warn or error; health data is in none of them"`
	LogFormat string `env:"VISITWRIGHT_LOG_FORMAT" envDefault:"text" means:"text or json"`
}

// Data returns the data folder: DataDir, or visitwright in the user's data folder by the XDG convention.
func (c Config) Data() string {
	if c.DataDir != "" {
		return absolute(c.DataDir)
	}
	if home := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, "visitwright")
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "share", "visitwright")
	}
	return filepath.Join("/var/lib", "visitwright")
}

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil { // the working directory is gone; a relative path is all there is
		return path
	}
	return abs
}
