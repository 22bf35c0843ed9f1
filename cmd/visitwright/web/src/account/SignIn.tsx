import { Card, Center, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useRouter, useSearch } from '@tanstack/react-router'
import { SignInForm } from './SignInForm'

export function Mark() {
  return (
    <Group gap={10}>
      <img src="/icon.svg" width={32} height={32} alt="" />
      <Text fw={650} fz="xl">
        Visitwright
      </Text>
    </Group>
  )
}

export function SignIn() {
  const { to } = useSearch({ from: '/sign-in' })
  const router = useRouter()
  useDocumentTitle('Sign in · Visitwright')
  return (
    <Center component="main" mih="90dvh" p="md">
      <Stack w={340} gap="md">
        <Mark />
        <Card withBorder padding="lg">
          <Title order={1} mb="md">
            Sign in
          </Title>
          <SignInForm done={() => router.history.push(to ?? '/today')} />
        </Card>
        <Text size="sm" c="dimmed">
          Forgotten your password? An administrator of your practice can set a new one.
        </Text>
      </Stack>
    </Center>
  )
}
